import { expect } from "playwright/test";
import type { Locator, Page } from "playwright/test";

type Ref = { readonly queue: string; readonly id: string };

/** A flow's page: Why panel, outline and the action dialog. */
export class FlowPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** `query`: view, scope and the like, as they stand in the address. */
  async open(url: string, root: Ref, query: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#page.goto(`${url}/c/default/flows/${pathOf(root)}?${new URLSearchParams(query).toString()}`);
  }

  /** The permalink of any job. */
  async openJob(url: string, job: Ref): Promise<void> {
    await this.#page.goto(`${url}/c/default/j/${pathOf(job)}`);
  }

  get outline(): Locator {
    return this.#page.getByRole("treegrid", { name: "Jobs of the flow" });
  }

  get timeline(): Locator {
    return this.#page.getByRole("treegrid", { name: "Timeline of the flow" });
  }

  get graph(): Locator {
    return this.#page.getByRole("application", { name: /^Flow of / });
  }

  get filter(): Locator {
    return this.#page.getByRole("searchbox", { name: /^Filter the flow/ });
  }

  /** What the search in the whole flow says. */
  get findStatus(): Locator {
    return this.#page.locator(".flow-find").getByRole("status");
  }

  /** A row of the outline or the timeline. */
  rowOf(rows: Locator, job: string): Locator {
    return rows.getByRole("row", { name: new RegExp(`^${job}[, ]`) });
  }

  card(job: string): Locator {
    return this.graph.getByRole("button", { name: new RegExp(`^${job}[, ]`) });
  }

  /** Where each card of the graph stands. */
  async cardPlaces(): Promise<readonly string[]> {
    return await this.graph.locator(".react-flow__node").evaluateAll((cards) =>
      cards.map((card) => {
        if (!(card instanceof HTMLElement)) throw new Error("A card of the graph is no HTML element.");
        return `${card.dataset["id"]} ${card.style.transform}`;
      }),
    );
  }

  /** Waits until the page has asked for the flow again so many times. */
  async polls(count: number): Promise<void> {
    for (let poll = 0; poll < count; poll += 1)
      await this.#page.waitForResponse((response) =>
        /\/api\/c\/default\/flows\/[^/]+\/[^/]+(\?|$)/.test(response.url()),
      );
  }

  get why(): Locator {
    return this.#page.getByRole("tabpanel", { name: "Why" });
  }

  get chain(): Locator {
    return this.#page.getByRole("list", { name: "Chain from the root to the culprit" });
  }

  get dialog(): Locator {
    return this.#page.getByRole("dialog");
  }

  /** What the dialog says of the job, its parents, the code and afterwards. */
  blockOf(title: "This job" | "Its parents" | "The running code" | "After this"): Locator {
    const heading = this.#page.getByRole("heading", { name: title, exact: true });
    return this.dialog.locator("section").filter({ has: heading }).locator("> div");
  }

  /** The buttons at the bottom of a phone. */
  get phoneActions(): Locator {
    return this.#page.getByRole("group", { name: /^Actions on / });
  }

  get cureCode(): Locator {
    return this.why.getByRole("region", { name: "Code" });
  }

  /** Opens what may lie behind the culprit, and waits for its code. */
  async openCure(): Promise<void> {
    await this.why.getByRole("button", { name: /^Cure/ }).click();
    await this.cureCode.waitFor();
  }

  async preview(verb: "Fail" | "Retry"): Promise<void> {
    await this.#page.getByRole("button", { name: new RegExp(`^Preview: ${verb}`) }).click();
  }

  async cancel(): Promise<void> {
    await this.dialog.getByRole("button", { name: "Cancel" }).click();
    await expect(this.dialog).toBeHidden();
  }

  async openTab(name: "Why" | "Details" | "Data" | "Logs" | "History"): Promise<void> {
    await this.#page.getByRole("tab", { name }).click();
    await expect(this.#page.getByRole("tabpanel", { name })).not.toBeEmpty();
  }

  async confirm(verb: "Fail" | "Retry"): Promise<void> {
    await this.dialog.getByRole("button", { name: `${verb} job` }).click();
  }
}

function pathOf({ queue, id }: Ref): string {
  return `${encodeURIComponent(queue)}/${encodeURIComponent(id)}`;
}

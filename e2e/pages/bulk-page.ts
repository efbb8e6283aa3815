import { expect } from "playwright/test";
import type { Locator, Page } from "playwright/test";

/** A list whose rows can be selected, the dialog on the selected, and the page of what was asked for. */
export class BulkPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get bar(): Locator {
    return this.#page.getByRole("region", { name: "Selection" });
  }

  get dialog(): Locator {
    return this.#page.getByRole("dialog");
  }

  get progress(): Locator {
    return this.#page.getByRole("status").filter({ hasText: / done\./ });
  }

  async openJobs(url: string, queue: string, state: string): Promise<void> {
    await this.#page.goto(`${url}/c/default/queues/${encodeURIComponent(queue)}?state=${state}`);
    await expect(this.#page.getByRole("table", { name: "Jobs" })).toBeVisible();
  }

  row(id: string): Locator {
    return this.#page.locator("[data-row]").filter({ hasText: id }).first();
  }

  async select(...ids: readonly string[]): Promise<void> {
    await this.#page.getByRole("button", { name: "Select", exact: true }).click();
    for (const id of ids) await this.#page.getByRole("checkbox", { name: new RegExp(`${id}$`) }).click();
  }

  /** One of the actions under "More", or one of the bar's buttons. */
  async choose(action: string): Promise<void> {
    await this.bar.getByRole("button", { name: "More for the selected" }).click();
    await this.#page.getByRole("menuitem", { name: action }).click();
    await expect(this.dialog).toBeVisible();
  }
}

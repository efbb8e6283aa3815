import { expect } from "playwright/test";
import type { Locator, Page } from "playwright/test";

/** A flow's page: Why panel, outline and the action dialog. */
export class FlowPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
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

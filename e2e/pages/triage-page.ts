import { expect } from "playwright/test";
import type { Locator, Page } from "playwright/test";

/** The landing page as a person uses it. */
export class TriagePage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async open(url: string): Promise<void> {
    await this.#page.goto(url);
  }

  /** The row of a culprit; on a phone the card, which is one link. */
  rowOf(jobName: string): Locator {
    return this.#page.getByRole("listitem").filter({ hasText: jobName }).first();
  }

  async openMenu(jobName: string): Promise<void> {
    await this.rowOf(jobName)
      .getByRole("button", { name: /^More for/ })
      .filter({ visible: true })
      .click();
    await expect(this.menu).toBeVisible();
  }

  get menu(): Locator {
    return this.#page.getByRole("menu");
  }

  async investigate(jobName: string): Promise<void> {
    await this.rowOf(jobName).getByRole("link").filter({ visible: true }).first().click();
  }
}

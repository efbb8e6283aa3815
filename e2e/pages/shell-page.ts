import { expect } from "playwright/test";
import type { Locator, Page } from "playwright/test";

/** What every page has around it. */
export class ShellPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get dialog(): Locator {
    return this.#page.getByRole("dialog");
  }

  async openFinder(): Promise<void> {
    await this.#page.keyboard.press("Control+k");
    await expect(this.dialog).toBeVisible();
  }

  async openShortcuts(): Promise<void> {
    await this.#page.keyboard.press("?");
    await expect(this.dialog).toBeVisible();
  }

  async closeDialog(): Promise<void> {
    await this.#page.keyboard.press("Escape");
    await expect(this.dialog).toBeHidden();
  }
}

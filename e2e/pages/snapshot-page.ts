import { expect } from "playwright/test";
import type { Locator, Page } from "playwright/test";

/** A flow as it was. */
export class SnapshotPage {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  get banner(): Locator {
    return this.#page.getByRole("region", { name: "Snapshot" });
  }

  async open(url: string, id: string): Promise<void> {
    await this.#page.goto(`${url}/c/default/s/${id}`);
  }

  /** Saves what a flow's page shows, by its menu, and follows the link that the message holds. */
  async save(): Promise<void> {
    await this.#page.getByRole("button", { name: /^Actions on / }).click();
    await this.#page.getByRole("menuitem", { name: "Save snapshot" }).click();
    await expect(this.#page.getByText(/^Snapshot saved\./)).toBeVisible();
    await this.#page.getByRole("button", { name: "Open", exact: true }).click();
    await expect(this.banner).toBeVisible();
  }
}

import { expect } from "playwright/test";
import type { Locator, Page } from "playwright/test";

export type Place = "flows" | "locks" | "queues" | "workers" | "activity" | "settings";

/** Any of the pages that list something. */
export class ListPage {
  readonly #page: Page;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.#page = page;
    this.#url = url;
  }

  get drawer(): Locator {
    return this.#page.getByRole("dialog");
  }

  async open(place: Place): Promise<void> {
    await this.#page.goto(`${this.#url}/c/default/${place}`);
    await expect(this.#page.getByRole("heading", { level: 1 })).toBeAttached();
  }

  /** The button or link that a row is. */
  row(name: string | RegExp): Locator {
    return this.#page.getByRole("table").locator("[data-row]").filter({ hasText: name }).first();
  }

  async openDrawer(name: string | RegExp): Promise<void> {
    await this.row(name).click();
    await expect(this.drawer).toBeVisible();
  }

  async follow(name: string): Promise<void> {
    await this.row(name).click();
    await expect(this.#page.getByRole("heading", { level: 1, name })).toBeVisible();
  }

  /** One of the parts of a queue's page. */
  async choose(part: "Jobs" | "Locks" | "Workers"): Promise<void> {
    await this.#page.getByRole("radio", { name: part }).click();
    await expect(this.#page.getByRole("table", { name: part })).toBeVisible();
  }
}

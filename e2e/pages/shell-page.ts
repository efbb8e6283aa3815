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

  /** What is wider than the window, by its text: nothing, or the page scrolls sideways. */
  async tooWide(): Promise<number> {
    return this.#page.evaluate(() => {
      const parts = [document.documentElement, document.querySelector("main") ?? document.documentElement];
      return Math.max(...parts.map((part) => part.scrollWidth - part.clientWidth));
    });
  }

  /** Buttons, links and fields on screen that a finger would miss: their height and width must be 44 px. */
  async tooSmall(): Promise<readonly string[]> {
    return this.#page.evaluate(() => {
      const least = 44;
      const controls = [...document.querySelectorAll<HTMLElement>("button, a, [role=menuitem], summary")];
      return controls.flatMap((control) => {
        // The hit area of a row is the row's, which `::after` covers it with.
        const area =
          getComputedStyle(control, "::after").position === "absolute"
            ? control.closest("li, [role=row], div.relative")
            : control;
        const { width, height } = (area ?? control).getBoundingClientRect();
        const isInText = control.closest("p, dd, li") !== null && getComputedStyle(control).display === "inline";
        if (width <= 1 || height <= 1 || isInText || (width >= least && height >= least)) return [];
        return [`${control.tagName} "${control.innerText || control.ariaLabel}" ${width} × ${height}`];
      });
    });
  }
}

import { AxeBuilder } from "@axe-core/playwright";
import { expect } from "playwright/test";
import type { Page } from "playwright/test";

/** What axe has against the page as it is now, or against one part of it: nothing. */
export async function expectNoViolations(page: Page, part = "html"): Promise<void> {
  // axe-core types its page as @playwright/test's; the runner in `playwright` is the same one
  const { violations } = await new AxeBuilder({ page } as ConstructorParameters<typeof AxeBuilder>[0])
    .include(part)
    .analyze();
  const found = violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html.slice(0, 160)) }));
  expect(found, page.url()).toEqual([]);
}

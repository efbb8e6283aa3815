import { AxeBuilder } from "@axe-core/playwright";

import { FlowPage } from "./pages/flow-page";
import { TriagePage } from "./pages/triage-page";
import { expect, test } from "./support/stack-test";

test("on a phone the open cure fits the screen, and axe finds nothing in it", async ({ page, stack }) => {
  await stack.openShop({ ignoreDependencyOnFailure: true });
  const triage = new TriagePage(page);
  const flow = new FlowPage(page);
  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("charge-card")).toBeVisible({ timeout: 20_000 });
  await triage.investigate("charge-card");
  await flow.openCure();

  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  // axe-core types its page as @playwright/test's; the runner in `playwright` is the same one
  const axe = new AxeBuilder({ page } as ConstructorParameters<typeof AxeBuilder>[0]);
  const { violations } = await axe.analyze();
  expect(violations.map(({ id, nodes }) => ({ id, html: nodes.map((node) => node.html.slice(0, 160)) }))).toEqual([]);
});

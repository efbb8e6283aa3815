import { AxeBuilder } from "@axe-core/playwright";

import { FlowPage } from "./pages/flow-page";
import { TriagePage } from "./pages/triage-page";
import { expect, test } from "./support/stack-test";

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing on any page and in the dialog, ${colorScheme}`, async ({ page, stack }) => {
    await stack.openShop({ failParentOnFailure: true });
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const triage = new TriagePage(page);
    const flow = new FlowPage(page);
    const expectNoViolations = async () => {
      // axe-core types its page as @playwright/test's; the runner in `playwright` is the same one
      const { violations } = await new AxeBuilder({ page } as ConstructorParameters<typeof AxeBuilder>[0]).analyze();
      expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html.slice(0, 160)) }))).toEqual(
        [],
      );
    };

    await triage.open(stack.dashboard.url);
    await expect(triage.rowOf("charge-card")).toBeVisible({ timeout: 20_000 });
    await expectNoViolations();
    for (const path of ["flows", "locks", "queues", "workers", "activity"]) {
      await page.goto(`${stack.dashboard.url}/c/default/${path}`);
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await expectNoViolations();
    }
    await triage.open(stack.dashboard.url);
    await triage.investigate("charge-card");
    await expect(flow.chain).toBeVisible();
    await expectNoViolations();
    await flow.preview("Fail");
    await expect(flow.dialog).toContainText("It moves to failed now.");
    await expectNoViolations();
  });
}

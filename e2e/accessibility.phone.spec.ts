import { FlowPage } from "./pages/flow-page";
import { ListPage } from "./pages/list-page";
import { ShellPage } from "./pages/shell-page";
import { TriagePage } from "./pages/triage-page";
import { expectNoViolations } from "./support/axe";
import { expect, test } from "./support/stack-test";

test("on a phone of 360 px nothing scrolls sideways, every target can be hit, and dialogs fill the screen", async ({
  page,
  stack,
}) => {
  test.slow();
  await page.setViewportSize({ width: 360, height: 740 });
  await stack.openShop({ failParentOnFailure: true });
  const triage = new TriagePage(page);
  const lists = new ListPage(page, stack.dashboard.url);
  const flow = new FlowPage(page);
  const shell = new ShellPage(page);
  const expectGoodPage = async () => {
    await expectNoViolations(page);
    expect(await shell.tooWide(), page.url()).toBe(0);
    expect(await shell.tooSmall(), page.url()).toEqual([]);
  };

  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("charge-card")).toContainText("payments-1", { timeout: 30_000 });
  await expectGoodPage();
  for (const place of ["flows", "locks", "queues", "workers", "activity", "settings"] as const) {
    await lists.open(place);
    await expectGoodPage();
  }
  await triage.open(stack.dashboard.url);
  await triage.investigate("charge-card");
  await expect(flow.chain).toBeVisible();
  await expectNoViolations(page);
  await flow.preview("Fail");
  await expect(flow.dialog).toContainText("It moves to failed now.");

  expect(await flow.dialog.boundingBox()).toEqual({ x: 0, y: 0, width: 360, height: 740 });
  await expect(flow.dialog.getByRole("button", { name: "Fail job" })).toBeInViewport({ ratio: 1 });
  await expectGoodPage();
});

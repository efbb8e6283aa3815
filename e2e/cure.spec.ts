import { FlowPage } from "./pages/flow-page";
import { TriagePage } from "./pages/triage-page";
import { expect, test } from "./support/stack-test";

test("a stuck job's cure names the likely root causes and gives code for its queue and name, fetched when opened", async ({
  page,
  stack,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await stack.openShop({ ignoreDependencyOnFailure: true });
  const triage = new TriagePage(page);
  const flow = new FlowPage(page);

  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("charge-card")).toBeVisible({ timeout: 20_000 });
  await triage.investigate("charge-card");
  await expect(flow.chain).toBeVisible();
  const fetched = page.waitForResponse(/_next\/static\/.*\.js/);
  await flow.openCure();
  await fetched;

  await expect(flow.why).toContainText("The processor awaits a promise that never settles");
  await expect(flow.cureCode).toContainText('const queueName = "payments";');
  await expect(flow.cureCode).toContainText('export const jobName = "charge-card";');
  await expect(flow.cureCode).toContainText('name: "settle"');
  await expect(flow.cureCode).toContainText("ignoreDependencyOnFailure: true");
  await expect(flow.why.getByRole("link", { name: "Cancelling jobs" })).toHaveAttribute("rel", "noreferrer noopener");

  await flow.why.getByRole("button", { name: "Copy code" }).click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(await flow.cureCode.textContent());
});

import { FlowPage } from "./pages/flow-page";
import { TriagePage } from "./pages/triage-page";
import { expect, test } from "./support/stack-test";

test("on a phone: culprit, holder and held time are readable at once, and two taps and a third fail the job", async ({
  page,
  stack,
}) => {
  const shop = await stack.openShop({ ignoreDependencyOnFailure: true });
  const triage = new TriagePage(page);
  const flow = new FlowPage(page);

  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("charge-card")).toBeInViewport({ timeout: 20_000 });
  await expect(triage.rowOf("charge-card")).toContainText("payments-1");
  await triage.investigate("charge-card");
  await flow.preview("Fail");
  await flow.confirm("Fail");

  await expect.poll(() => shop.stateOf("orders", shop.ids.root)).toBe("completed");
});

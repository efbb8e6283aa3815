import { FlowPage } from "./pages/flow-page";
import { TriagePage } from "./pages/triage-page";
import { expect, test } from "./support/stack-test";

test("finds the stuck payment, says why, shows what failing does, and its parents fail as announced", async ({
  page,
  stack,
}) => {
  const shop = await stack.openShop({ failParentOnFailure: true });
  const triage = new TriagePage(page);
  const flow = new FlowPage(page);

  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("charge-card")).toContainText("payments-1", { timeout: 20_000 });
  await triage.investigate("charge-card");

  await expect(flow.why).toContainText("Why is fulfil-order #order-9912 blocked?");
  await expect(flow.why).toContainText("That child waits for charge-card #card-77, which is probably stuck.");
  await expect(flow.chain.getByRole("listitem")).toHaveCount(3);
  await flow.preview("Fail");
  await expect(flow.dialog).toContainText("settle #settle-412 fails as soon as a worker on payments picks it up");
  await expect(flow.dialog).toContainText("This does not stop the code.");
  await flow.confirm("Fail");

  await expect(page.getByText("charge-card #card-77 failed. settle #settle-412 is now")).toBeVisible();
  await expect.poll(() => shop.stateOf("payments", shop.ids.charge)).toBe("failed");
  await expect.poll(() => shop.stateOf("payments", shop.ids.settle)).toBe("failed");
  await expect.poll(() => shop.stateOf("orders", shop.ids.root)).toBe("failed");
});

test("releases the parents where the child's failure is ignored, and removes the failed child afterwards", async ({
  page,
  stack,
}) => {
  const shop = await stack.openShop({ ignoreDependencyOnFailure: true });
  const triage = new TriagePage(page);
  const flow = new FlowPage(page);

  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("charge-card")).toBeVisible({ timeout: 20_000 });
  await triage.investigate("charge-card");
  await flow.preview("Fail");
  await expect(flow.dialog).toContainText(
    "settle #settle-412 starts (nothing else is pending). It can read this failure.",
  );
  await flow.confirm("Fail");

  await expect.poll(() => shop.stateOf("payments", shop.ids.settle)).toBe("completed");
  await expect.poll(() => shop.stateOf("orders", shop.ids.root)).toBe("completed");

  await flow.openTab("Details");
  await page.getByRole("button", { name: "Remove…" }).click();
  await expect(flow.dialog).toContainText("settle #settle-412 does not wait for it any more");
  await expect(flow.dialog.getByRole("button", { name: "Remove job" })).toBeDisabled();
  await flow.dialog.getByLabel("Type 1 to confirm").fill("1");
  await flow.dialog.getByRole("button", { name: "Remove job" }).click();
  await expect(page.getByText("charge-card #card-77 is removed.")).toBeVisible();
  await expect.poll(() => shop.stateOf("payments", shop.ids.charge)).toBe("unknown");
});

test("sends the stuck payment back in line by keyboard alone, and the whole flow completes", async ({
  page,
  stack,
}) => {
  const shop = await stack.openShop({ failParentOnFailure: true });
  const triage = new TriagePage(page);
  const flow = new FlowPage(page);

  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("charge-card")).toBeVisible({ timeout: 20_000 });
  await triage
    .rowOf("charge-card")
    .getByRole("link", { name: /Investigate/ })
    .focus();
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: /^Preview: Retry/ }).focus();
  await page.keyboard.press("Enter");
  await expect(flow.dialog).toContainText("the same work may run twice");
  await expect(flow.dialog.getByRole("button", { name: "Cancel" })).toBeFocused();
  await page.keyboard.press("Control+Enter");

  await expect.poll(() => shop.stateOf("payments", shop.ids.charge)).toBe("completed");
  await expect.poll(() => shop.stateOf("orders", shop.ids.root)).toBe("completed");
  expect(shop.chargeRuns()).toBe(2);
});

test("changes nothing where the job was finished by its worker while the operator was reading", async ({
  page,
  stack,
}) => {
  const shop = await stack.openShop({ failParentOnFailure: true });
  const triage = new TriagePage(page);
  const flow = new FlowPage(page);

  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("charge-card")).toBeVisible({ timeout: 20_000 });
  await triage.investigate("charge-card");
  await flow.preview("Fail");
  await expect(flow.dialog).toContainText("It moves to failed now.");
  shop.release();

  await expect(flow.dialog.getByRole("alert").first()).toBeVisible();
  await expect.poll(() => shop.stateOf("orders", shop.ids.root)).toBe("completed");
  await expect(flow.dialog.getByRole("button", { name: "Fail job" })).toBeDisabled();
});

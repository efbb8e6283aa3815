import { FlowPage } from "./pages/flow-page";
import { expectNoViolations } from "./support/axe";
import { expect, test } from "./support/stack-test";

test("finds a job that is folded away, goes from match to match by keys, and says when nothing matches", async ({
  page,
  stack,
}) => {
  const wide = await stack.openWideFlow(2_000);
  const flow = new FlowPage(page);
  await flow.open(stack.dashboard.url, wide.root, { view: "graph", scope: "all" });
  await expect(flow.card("make-thumbnail").first()).toBeVisible({ timeout: 20_000 });

  await page.keyboard.press("/");
  await expect(flow.filter).toBeFocused();
  await page.keyboard.type("name:make* thumb-123*");
  await expect(flow.findStatus).toHaveText("11 jobs match");
  await page.keyboard.press("Enter");
  await expect(flow.findStatus).toHaveText("1 of 11");
  const first = new URL(page.url()).searchParams.get("sel")?.split("/")[1] ?? "no selection";
  expect(first).toMatch(/^thumb-123/);
  await expect(flow.rowOf(flow.outline, `make-thumbnail ${first}`)).toBeInViewport();
  await expect(flow.rowOf(flow.outline, `make-thumbnail ${first}`)).toHaveAttribute("aria-selected", "true");
  await expect(flow.card(`make-thumbnail ${first}`)).toBeVisible();
  await expectNoViolations(page, ".flow-columns");
  await page.keyboard.press("Shift+Enter");
  await expect(flow.findStatus).toHaveText("11 of 11");
  await page.getByRole("button", { name: "Next match" }).click();
  await expect(flow.findStatus).toHaveText("1 of 11");

  await flow.filter.fill("state:prioritized");
  await expect(page.getByText("No job matches. 2,001 without this filter.")).toBeVisible();
  await flow.filter.press("Escape");
  await expect(flow.filter).toHaveValue("");
  await expect(flow.findStatus).toBeHidden();
});

import type { Locator, Page } from "playwright/test";

import { FlowPage } from "./pages/flow-page";
import { expect, test } from "./support/stack-test";

test("the panes of a flow are made larger by keys and by pulling, and stay so", async ({ page, stack }) => {
  const shop = await stack.openShop({ failParentOnFailure: true });
  const flow = new FlowPage(page);
  await flow.open(stack.dashboard.url, shop.root, { scope: "all" });
  await expect(flow.rowOf(flow.outline, "charge-card")).toBeVisible({ timeout: 20_000 });
  const outline = page.getByRole("separator", { name: "Width of the outline" });
  const inspector = page.getByRole("separator", { name: "Width of the inspector" });
  const timeline = page.getByRole("separator", { name: "Height of the timeline" });
  await expect(outline).toHaveAttribute("aria-valuenow", "320");
  await expect(inspector).toHaveAttribute("aria-valuenow", "400");
  await expect(timeline).toBeHidden();

  await outline.focus();
  await page.keyboard.press("ArrowRight");
  await expect(outline).toHaveAttribute("aria-valuenow", "336");
  expect((await flow.outline.boundingBox())?.width).toBe(336);
  await pull(page, inspector, { x: -50, y: 0 });
  await expect(inspector).toHaveAttribute("aria-valuenow", "450");
  await page.getByRole("button", { name: "Timeline", exact: true }).click();
  await expect(timeline).toHaveAttribute("aria-valuenow", "160");
  await timeline.focus();
  await page.keyboard.press("Home");
  await expect(timeline).toHaveAttribute("aria-valuenow", "96");

  await page.reload();
  await expect(outline).toHaveAttribute("aria-valuenow", "336");
  await expect(inspector).toHaveAttribute("aria-valuenow", "450");
  await expect(timeline).toHaveAttribute("aria-valuenow", "96");
  await inspector.dblclick();
  await expect(inspector).toHaveAttribute("aria-valuenow", "400");
  await page.setViewportSize({ width: 1_279, height: 900 });
  await expect(outline).toBeHidden();
  await expect(inspector).toBeHidden();
});

async function pull(page: Page, line: Locator, by: { readonly x: number; readonly y: number }): Promise<void> {
  const box = await line.boundingBox();
  if (box === null) throw new Error("The line is not on the page.");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + by.x, y + by.y, { steps: 5 });
  await page.mouse.up();
}

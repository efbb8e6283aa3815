import { Queue } from "bullmq";

import { FlowPage } from "./pages/flow-page";
import { ListPage } from "./pages/list-page";
import { ShellPage } from "./pages/shell-page";
import { SnapshotPage } from "./pages/snapshot-page";
import { expectNoViolations } from "./support/axe";
import { expect, test } from "./support/stack-test";

const stuck = /^charge-card card-77, payments, active, probably stuck/;

test("a saved flow is as it was for whoever has the link, after its job was freed and removed", async ({
  browser,
  page,
  stack,
}) => {
  test.slow();
  const shop = await stack.openShop({ ignoreDependencyOnFailure: true });
  const flow = new FlowPage(page);
  await flow.open(stack.dashboard.url, shop.root, { scope: "all" });
  await expect(flow.rowOf(flow.outline, "charge-card")).toHaveAccessibleName(stuck, { timeout: 20_000 });

  const mine = new SnapshotPage(page);
  await mine.save();
  const link = page.url();
  shop.release();
  await expect.poll(() => shop.stateOf("orders", shop.ids.root)).toBe("completed");
  const orders = new Queue("orders", {
    connection: { url: stack.redis.url },
    prefix: shop.root.queue.split(":")[0] ?? "",
  });
  await orders.remove(shop.ids.root);
  await orders.close();

  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({ colorScheme });
    const other = await context.newPage();
    const asked: string[] = [];
    other.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await other.goto(link);
    const theirs = new FlowPage(other);
    await expect(new SnapshotPage(other).banner).toContainText(/Frozen at \d\d:\d\d:\d\d UTC/);
    await expect(theirs.why).toContainText("Why is fulfil-order #order-9912 blocked?");
    await expect(theirs.why).toContainText("which is probably stuck");
    await expect(theirs.chain.getByRole("listitem")).toHaveCount(3);
    await expect(theirs.rowOf(theirs.outline, "charge-card")).toHaveAccessibleName(stuck);
    await expect(theirs.card("charge-card")).toHaveAccessibleName(stuck);
    await expect(other.getByRole("button", { name: /^(Preview|Actions on|Select)/ })).toHaveCount(0);
    await expectNoViolations(other);
    await theirs.openTab("Details");
    await expect(other.getByRole("tabpanel", { name: "Details" })).toContainText("was");
    await expectNoViolations(other, "[role=tabpanel]");
    const calls = new Set(asked.filter((path) => path.startsWith("/api/") && path !== "/api/health"));
    expect([...calls]).toEqual([expect.stringContaining("/api/c/default/snapshots/")]);
    await context.close();
  }

  await flow.open(stack.dashboard.url, shop.root);
  await expect(page.getByText("This flow is not in Redis any more.")).toBeVisible();
  await page.getByRole("link", { name: /^See it as it was at/ }).click();
  await expect(mine.banner).toBeVisible();
});

test("what was there before an action is reached from the activity, and an unknown link says where to go on", async ({
  page,
  stack,
}) => {
  const shop = await stack.openShop({ ignoreDependencyOnFailure: true });
  const flow = new FlowPage(page);
  const snapshot = new SnapshotPage(page);
  await flow.open(stack.dashboard.url, shop.root, { panel: "why" });
  await expect(flow.why).toContainText("which is probably stuck", { timeout: 20_000 });
  await new ShellPage(page).openFinder();
  await expect(page.getByRole("option", { name: "Save snapshot" })).toBeVisible();
  await page.keyboard.press("Escape");
  await flow.preview("Fail");
  await flow.confirm("Fail");
  await expect(page.getByText("charge-card #card-77 failed.")).toBeVisible();

  await new ListPage(page, stack.dashboard.url).open("activity");
  await page.getByRole("table", { name: "Activity" }).getByRole("link", { name: "Snapshot: Fail" }).click();

  await expect(snapshot.banner).toContainText("charge-card #card-77");
  await expect(flow.why).toContainText("which is probably stuck");
  await snapshot.open(stack.dashboard.url, "0123456789abcdef-AAAAAAAAAAAAAAAAAAAAAA");
  await expect(page.getByText("This snapshot is gone, or never was.")).toBeVisible();
  await expectNoViolations(page);
});

import { AxeBuilder } from "@axe-core/playwright";

import { FlowPage } from "./pages/flow-page";
import { chainOf, seedFlow } from "./support/raw-flow";
import { expect, test } from "./support/stack-test";

const policy = { failParentOnFailure: true } as const;
const stuck = /probably stuck/;

test("the permalink of a child leads to it in its flow, and the tab says what blocks what", async ({ page, stack }) => {
  const shop = await stack.openShop(policy);
  const flow = new FlowPage(page);

  await flow.openJob(stack.dashboard.url, {
    queue: shop.root.queue.replace("orders", "payments"),
    id: shop.ids.charge,
  });

  await expect(page).toHaveURL(new RegExp(`/flows/[^/]+%3Aorders/${shop.ids.root}\\?.*sel=[^&]*${shop.ids.charge}`), {
    timeout: 20_000,
  });
  await expect(page).toHaveTitle(/^⚠ charge-card #card-77 — fulfil-order #order-9912 — /, { timeout: 20_000 });
});

test("the outline is walked, folded and opened by keys alone", async ({ page, stack }) => {
  const shop = await stack.openShop(policy);
  const flow = new FlowPage(page);
  await flow.open(stack.dashboard.url, shop.root, { view: "outline", scope: "all" });
  const row = (job: string) => flow.rowOf(flow.outline, job);
  await expect(row("charge-card")).toHaveAccessibleName(stuck, { timeout: 20_000 });

  await page.keyboard.press("j");
  await page.keyboard.press("Home");
  await expect(row("fulfil-order")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(row("settle")).toBeFocused();
  await expect(row("settle")).toHaveAttribute("aria-level", "2");
  await page.keyboard.press("ArrowLeft");
  await expect(row("settle")).toHaveAttribute("aria-expanded", "false");
  await expect(row("charge-card")).toBeHidden();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  await expect(row("reserve-stock")).toBeFocused();
  await page.keyboard.press("Enter");

  await expect(page).toHaveURL(/sel=[^&]*stock-1/);
  await expect(row("reserve-stock")).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("b");
  await expect(row("charge-card")).toHaveAttribute("aria-selected", "true");
});

// Large flows and axe take their time on a busy machine.
test.setTimeout(120_000);

test("the timeline tells when each job waited and ran, and axe finds nothing in it", async ({ page, stack }) => {
  const shop = await stack.openShop(policy);
  const flow = new FlowPage(page);
  await flow.open(stack.dashboard.url, shop.root, { scope: "all" });
  await expect(flow.rowOf(flow.outline, "charge-card")).toHaveAccessibleName(stuck, { timeout: 20_000 });

  await page.keyboard.press("3");

  await expect(flow.rowOf(flow.timeline, "charge-card")).toHaveAccessibleName(/queued .*ran .* so far/);
  await expect(flow.rowOf(flow.timeline, "settle")).toHaveAccessibleName(/waited for children .* so far/);
  await expect(flow.rowOf(flow.timeline, "reserve-stock")).toHaveAccessibleName(/ran \d/);
  // axe-core types its page as @playwright/test's; the runner in `playwright` is the same one
  const { violations } = await new AxeBuilder({ page } as ConstructorParameters<typeof AxeBuilder>[0]).analyze();
  expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html.slice(0, 160)) }))).toEqual([]);
});

test("a poll moves no card of the graph, and a worker places them", async ({ page, stack }) => {
  const shop = await stack.openShop(policy);
  const flow = new FlowPage(page);
  // Without the stream the page asks for whole views, each of which might be laid out anew.
  await page.route("**/stream?*", (route) => route.abort());
  await flow.open(stack.dashboard.url, shop.root, { view: "graph", scope: "all" });
  await expect(flow.card("charge-card")).toHaveAccessibleName(stuck, { timeout: 20_000 });
  expect(page.workers()).toHaveLength(1);
  const before = await flow.cardPlaces();
  expect(before).toHaveLength(4);

  await flow.polls(3);

  expect(await flow.cardPlaces()).toEqual(before);
});

test("the last job of a chain of 5,000 stands in outline and graph, with the chain folded between", async ({
  page,
  stack,
}) => {
  const chain = chainOf(5_000);
  await seedFlow(stack.redis.url, chain);
  const flow = new FlowPage(page);

  await flow.open(stack.dashboard.url, chain, { scope: "all" });

  const row = flow.rowOf(flow.outline, "charge-card");
  await expect(row.getByText("#last")).toBeInViewport({ ratio: 1 });
  await expect(flow.card("charge-card")).toBeInViewport();
  await expect(flow.chain).toContainText(/… 4,99\d more …/);
  await row.focus();
  await page.keyboard.press("Home");
  await expect(flow.rowOf(flow.outline, "gather link-0")).toBeFocused();
});

test("one stuck child among 2,000 is seen in every scope and every view", async ({ page, stack }) => {
  const wide = await stack.openWideFlow(2_000);
  const flow = new FlowPage(page);
  await flow.open(stack.dashboard.url, wide.root, { view: "outline", scope: "all" });
  await expect(flow.rowOf(flow.outline, "make-thumbnail")).toHaveAccessibleName(stuck, { timeout: 20_000 });

  for (const scope of ["path", "problems", "all"]) {
    await flow.open(stack.dashboard.url, wide.root, { view: "graph", scope });
    const job = `make-thumbnail ${wide.stuckId}`;
    await expect(flow.card(job)).toHaveAccessibleName(stuck);
    await expect(flow.card(job)).toBeInViewport();
    await page.keyboard.press("2");
    await expect(flow.rowOf(flow.outline, job)).toBeInViewport();
    await page.keyboard.press("3");
    await expect(flow.rowOf(flow.timeline, job)).toBeInViewport();
  }
});

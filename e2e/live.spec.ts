import type { Page } from "playwright/test";

import { FlowPage } from "./pages/flow-page";
import { TriagePage } from "./pages/triage-page";
import { countCalls } from "./support/count-calls";
import { fanOf, seedFlow } from "./support/raw-flow";
import { expect, test } from "./support/stack-test";

async function setVisibility(page: Page, state: "hidden" | "visible"): Promise<void> {
  await page.evaluate((next) => {
    Object.defineProperty(document, "visibilityState", { configurable: true, get: () => next });
    document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
  }, state);
}

const badge = (page: Page) => page.getByRole("button", { name: /(Pause|Resume) live data/ });

test("a flow's page follows a job that fails, without a reload and without being asked", async ({ page, stack }) => {
  const shop = await stack.openShop({ failParentOnFailure: true });
  const triage = new TriagePage(page);
  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("charge-card")).toBeVisible({ timeout: 20_000 });
  await triage.investigate("charge-card");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("fulfil-order");
  await expect(badge(page)).toContainText("Live");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));

  shop.release();

  await expect(page.getByText("Completed").first()).toBeVisible({ timeout: 4_000 });
  expect(asked.filter((path) => path.includes("/flows/"))).toEqual([]);
});

test("a tab that nobody saw for a minute catches up when it is shown, and tells what changed", async ({
  page,
  stack,
}) => {
  const shop = await stack.openShop({ failParentOnFailure: true });
  await page.clock.install();
  const flow = new FlowPage(page);
  await flow.open(stack.dashboard.url, shop.root, { scope: "all" });
  await expect(flow.rowOf(flow.outline, "charge-card")).toBeVisible();
  await expect(badge(page)).toContainText("Live");
  await setVisibility(page, "hidden");
  await page.clock.fastForward(61_000);
  await expect(badge(page)).toContainText("Catching up");

  shop.release();
  // As a page asks: what is kept for a second or two would be an answer from before the minute, which only the test skips.
  const { queue, id } = shop.root;
  const asked = `${stack.dashboard.url}/api/c/default/flows/${encodeURIComponent(queue)}/${id}?scope=all`;
  await expect
    .poll(async () => (await fetch(asked, { headers: { "cache-control": "max-age=10" } })).text())
    .not.toMatch(/"state":"(?!completed)/);
  await setVisibility(page, "visible");

  await expect(page.getByText(/^Updated — \d+ changes?$/)).toBeVisible();
  await expect(
    page
      .getByText(/fulfil-order #order-9912/)
      .filter({ hasText: "completed" })
      .first(),
  ).toBeVisible();
  await expect(badge(page)).toContainText("Live");
});

test("a flow too large to be followed whole is said to be live for its path only", async ({ page, stack }) => {
  const flow = fanOf(12_500);
  await seedFlow(stack.redis.url, flow);

  await new FlowPage(page).open(stack.dashboard.url, flow, { view: "outline" });

  await expect(badge(page)).toContainText("Live for the path only (12,501 jobs)");
});

test("paused, the page stands still and counts what waits; Space lets it go on", async ({ page, stack }) => {
  const triage = new TriagePage(page);
  await triage.open(stack.dashboard.url);
  await expect(page.getByRole("heading", { name: "Nothing is blocked." })).toBeVisible();
  await expect(badge(page)).toContainText("Live");
  await page.keyboard.press("Space");
  await expect(badge(page)).toContainText("Paused");

  await stack.openShop({ failParentOnFailure: true }, 30_000);

  await expect(badge(page)).toContainText(/[1-9]\d* changes? waiting/, { timeout: 20_000 });
  await expect(page.getByRole("heading", { name: "Nothing is blocked." })).toBeVisible();
  await page.keyboard.press("Space");
  await expect(badge(page)).toContainText("Live");
  await expect(triage.rowOf("charge-card")).toBeVisible();
});

test("the badge tells a Redis that is away from a server that is", async ({ page, stack }) => {
  await new TriagePage(page).open(stack.dashboard.url);
  await expect(badge(page)).toContainText("Live");

  process.kill(stack.redis.pid, "SIGSTOP");
  await expect(badge(page)).toContainText("Stale");
  await expect(page.getByText(/can't reach Redis since \d\d:\d\d/)).toBeVisible();
  process.kill(stack.redis.pid, "SIGCONT");
  await expect(badge(page)).toContainText("Live");

  await page.context().setOffline(true);
  await page.route("**/api/**", (route) => route.abort());
  await stack.dashboard.stop();
  await expect(badge(page)).toContainText("Offline", { timeout: 20_000 });
  await expect(badge(page)).toContainText(/Retrying in \d s/);
  await expect(page.getByRole("banner").getByRole("button", { name: "Retry now" })).toBeVisible();
});

test("a Redis that goes away before the stream has told anything is said to be away", async ({ page, stack }) => {
  let letStreamBegin = (): void => undefined;
  const begun = new Promise<void>((resolve) => (letStreamBegin = resolve));
  await page.route("**/stream?*", async (route) => {
    await begun;
    await route.continue();
  });
  await new TriagePage(page).open(stack.dashboard.url);
  await expect(page.getByRole("heading", { name: "Nothing is blocked." })).toBeVisible();

  process.kill(stack.redis.pid, "SIGSTOP");
  letStreamBegin();

  await expect(page.getByText(/can't reach Redis/)).toBeVisible();
  process.kill(stack.redis.pid, "SIGCONT");
  await expect(badge(page)).toContainText("Live");
});

test("without the stream the page asks every few seconds instead", async ({ page, stack }) => {
  await page.route("**/stream?*", (route) => route.abort());
  const triage = new TriagePage(page);
  await triage.open(stack.dashboard.url);
  await expect(badge(page)).toContainText("Live");

  // With a short lock: a job whose lock needed no renewal yet stands among the slow ones, which are folded.
  await stack.openShop({ failParentOnFailure: true });

  await expect(triage.rowOf("charge-card")).toBeVisible({ timeout: 30_000 });
  // Only answers that are kept while nothing happens ask for events: what the page asks must be answered from them.
  const before = await countCalls(stack.redis.url, "xread");
  await expect.poll(() => countCalls(stack.redis.url, "xread"), { timeout: 15_000 }).toBeGreaterThan(before);
});

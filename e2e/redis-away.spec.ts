import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";

import { TriagePage } from "./pages/triage-page";
import { expect, test } from "./support/stack-test";

test("keeps the last answer and says so while Redis is stopped, and recovers by itself when it is back", async ({
  page,
  stack,
}) => {
  await stack.openShop({ failParentOnFailure: true }, 30_000);
  const triage = new TriagePage(page);
  await triage.open(stack.dashboard.url);
  await expect(triage.rowOf("charge-card")).toBeVisible({ timeout: 40_000 });

  process.kill(stack.redis.pid, "SIGSTOP");
  await expect(page.getByText(/can't reach Redis/)).toBeVisible();
  await expect(triage.rowOf("charge-card")).toBeVisible();
  process.kill(stack.redis.pid, "SIGCONT");

  await expect(page.getByText(/can't reach Redis/)).toBeHidden();
  await expect(triage.rowOf("charge-card")).toBeVisible();
});

test("serves on through a stop and an empty restart of Redis", async ({ page, stack }) => {
  const triage = new TriagePage(page);
  // The first answer holds the heading already; the page follows Redis from its stream's first heartbeat on.
  const streaming = page.waitForResponse((response) => response.url().includes("/stream?"));
  await triage.open(stack.dashboard.url);
  await expect(page.getByRole("heading", { name: "Nothing is blocked." })).toBeVisible();
  await streaming;
  await expect(page.getByRole("status").filter({ hasText: "Live" })).toBeVisible();

  await stack.redis.stop("SIGKILL");
  await expect(page.getByText(/can't reach Redis/)).toBeVisible();
  expect((await page.request.get(`${stack.dashboard.url}/api/health`)).status()).toBe(200);
  expect((await page.request.get(`${stack.dashboard.url}/api/c/default/triage`)).status()).toBe(503);
  const metrics = await page.request.get(`${stack.dashboard.url}/api/metrics`);
  expect([metrics.status(), metrics.headers()["content-type"]]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
  ]);
  expect(await metrics.text()).toContain('flowlock_redis_up{connection="default"} 0');
  expect(metrics.headers()["content-security-policy"]).toContain("default-src 'none'");
  const restarted = await startEmbeddedRedis({ port: stack.redis.port });

  await expect(page.getByText(/can't reach Redis/)).toBeHidden();
  await expect(page.getByText(/Redis was restarted or failed over \(run_id changed\)/)).toBeVisible();
  await expect(page.getByRole("heading", { name: "Nothing is blocked." })).toBeVisible();
  await restarted.stop();
});

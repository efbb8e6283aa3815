import { expect } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { callerOf } from "../caller";
import { performAction } from "../perform-action";
import { previewAction } from "../preview-action";
import { getMetrics } from "./get-metrics";
import { addStuckFlow, openScraped } from "./test-scraped";

const within = { timeout: 40_000 };

redisTest("a stuck child raises the metrics, and failing it lowers them", async ({ redisUrl, prefix }) => {
  await addStuckFlow({ redisUrl, prefix });
  const { connection, scrape } = await openScraped({ redisUrl, prefix });
  const stuck = `flowlock_stuck_jobs{connection="default",queue="${prefix}:cards",name="charge"} 1`;
  const incident = 'flowlock_open_incidents{connection="default",cause="hung-lock-renewed",severity="stuck"} 1';

  await expect.poll(scrape, within).toContain(stuck);
  await expect.poll(scrape, within).toContain(incident);
  await expect.poll(scrape, within).toContain('flowlock_blocked_flows{connection="default"} 1');
  const text = await scrape();
  expect(text).toContain('flowlock_redis_up{connection="default"} 1');
  expect(text).toContain('flowlock_leader{connection="default"} 1');
  expect(text).toMatch(/^flowlock_oldest_active_seconds\{connection="default",queue="\w+:cards"\} \d/m);
  expect(text).not.toContain("card-1");

  const { outcomes } = await previewAction(connection, {
    action: "fail",
    jobs: [{ queue: `${prefix}:cards`, id: "card-1" }],
  });
  const jobs = outcomes.map(({ job: { queue, id }, seen }) => ({ queue, id, seen }));
  await performAction(connection, { action: "fail", jobs, reason: "it hangs" }, callerOf("r"));

  await expect.poll(scrape, within).not.toContain(stuck);
  await expect.poll(scrape, within).not.toContain(incident);
  expect(await scrape()).toContain('flowlock_actions_total{connection="default",action="fail",result="done"} 1');
  expect(await scrape()).toContain('flowlock_incidents_closed_total{connection="default",closed_by="acted"} 1');
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest("while Redis is away a scrape tells so, and what was seen last with its instant", async ({ prefix }) => {
  const own = await startEmbeddedRedis();
  const { scrape, connections, metrics } = await openScraped({ redisUrl: own.url, prefix });
  await expect.poll(scrape, within).toContain('flowlock_redis_up{connection="default"} 1');
  await expect.poll(scrape, within).toContain('flowlock_blocked_flows{connection="default"} 0');

  await own.stop();

  await expect.poll(scrape, within).toContain('flowlock_redis_up{connection="default"} 0');
  await expect.poll(scrape, within).not.toContain('flowlock_sweep_failures_total{connection="default"} 0');
  const response = await getMetrics({ connections, metrics });
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("text/plain; version=0.0.4; charset=utf-8");
  expect(response.headers.get("cache-control")).toBe("no-store");
  const text = await response.text();
  expect(text).toMatch(/^flowlock_last_sweep_timestamp_seconds\{connection="default"\} \d/m);
  expect(text).toContain('flowlock_blocked_flows{connection="default"} 0');
});

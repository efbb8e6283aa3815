import { expect, test } from "vitest";

import { Metrics } from "./metrics";
import type { LookSummary, WatchReading } from "./watch-reading";

const build = { version: "1.2.3", environment: "production" };
const unread: WatchReading = {
  connection: "default",
  redisUp: false,
  leads: false,
  recordsUp: true,
  sweep: null,
  look: null,
  occupiedSlots: 0,
  openIncidents: null,
  webhookPending: null,
};

type SweptLock = NonNullable<WatchReading["sweep"]>["locks"][number];

function lock(queue: string, name: string | null, rest: Partial<SweptLock> = {}): SweptLock {
  return { job: { queue, id: "1", name }, verdict: "probably-stuck", heldMs: 1_000, muted: false, ...rest };
}

function swept(locks: readonly SweptLock[]): WatchReading {
  return { ...unread, sweep: { atMs: 1_500, truncated: false, locks } };
}

async function render(...readings: readonly WatchReading[]): Promise<readonly string[]> {
  return (await new Metrics(build).render(readings)).split("\n");
}

const counts = { waiting: 3, active: 1, prioritized: 0, delayed: 0, "waiting-children": 0, completed: 9, failed: 0 };
const look: LookSummary = {
  atMs: 2_500,
  blockedFlows: 4,
  waitingParents: 5,
  truncated: true,
  queues: [
    { queue: "bull:mail", counts, oldestWaitingMs: 7_500, workers: 2 },
    { queue: "bull:web", counts, oldestWaitingMs: null, workers: null },
  ],
};

test("what was never read has no sample; whether Redis answers and the build always have one", async () => {
  const lines = await render(unread);

  expect(lines).toContain('flowlock_redis_up{connection="default"} 0');
  expect(lines).toContain('flowlock_build_info{version="1.2.3",environment="production"} 1');
  expect(lines.some((line) => line.startsWith("process_cpu_seconds_total"))).toBe(true);
  expect(lines.some((line) => /^flowlock_(locks|blocked_flows|stuck_jobs|open_incidents)/.test(line))).toBe(false);
});

test("locks are told by every verdict, and the oldest of a queue in seconds", async () => {
  const lines = await render(
    swept([lock("bull:mail", "send"), lock("bull:mail", "send", { heldMs: 61_500, verdict: "slow" })]),
  );

  expect(lines).toContain('flowlock_locks{connection="default",verdict="probably-stuck"} 1');
  expect(lines).toContain('flowlock_locks{connection="default",verdict="slow"} 1');
  expect(lines).toContain('flowlock_locks{connection="default",verdict="lock-lost"} 0');
  expect(lines).toContain('flowlock_oldest_active_seconds{connection="default",queue="bull:mail"} 61.5');
  expect(lines).toContain('flowlock_last_sweep_timestamp_seconds{connection="default"} 1.5');
});

test("flows and queues are told as the last look saw them", async () => {
  const lines = await render({ ...unread, look });

  expect(lines).toContain('flowlock_blocked_flows{connection="default"} 4');
  expect(lines).toContain('flowlock_last_look_timestamp_seconds{connection="default"} 2.5');
  expect(lines).toContain('flowlock_reading_truncated{connection="default",reading="look"} 1');
  expect(lines).toContain('flowlock_oldest_waiting_seconds{connection="default",queue="bull:mail"} 7.5');
  expect(lines).toContain('flowlock_oldest_waiting_seconds{connection="default",queue="bull:web"} 0');
  expect(lines).toContain('flowlock_jobs{connection="default",queue="bull:web",state="completed"} 9');
  expect(lines.filter((line) => line.startsWith("flowlock_workers{"))).toEqual([
    'flowlock_workers{connection="default",queue="bull:mail"} 2',
  ]);
});

test("a job name that is muted is not among the stuck ones", async () => {
  const lines = await render(swept([lock("bull:mail", "send", { muted: true }), lock("bull:mail", null)]));

  expect(lines.filter((line) => line.startsWith("flowlock_stuck_jobs{"))).toEqual([
    'flowlock_stuck_jobs{connection="default",queue="bull:mail",name=""} 1',
  ]);
});

test("at most 50 pairs of queue and name get a series, the rest is summed", async () => {
  const lines = await render(swept(Array.from({ length: 80 }, (_, index) => lock("bull:mail", `job-${index}`))));
  const series = lines.filter((line) => line.startsWith("flowlock_stuck_jobs{"));

  expect(series).toHaveLength(51);
  expect(series).toContain('flowlock_stuck_jobs{connection="default",queue="other",name="other"} 30');
});

test("two names that prom-client takes for one are counted together rather than lost", async () => {
  const lines = await render(swept([lock("bull:b,queue:bull:a", "x"), lock("bull:a", "x,queue:bull:b")]));
  const series = lines.filter((line) => line.startsWith("flowlock_stuck_jobs{"));

  expect(series.map((line) => Number(line.split(" ").at(-1))).reduce((sum, value) => sum + value)).toBe(2);
});

test.each(['a"} 1\nflowlock_redis_up 9', "a\\", "a\r\n# HELP x", "__proto__", "\u2028\u0000é"])(
  "the name %j stays inside its label",
  async (name) => {
    const lines = await render(swept([lock("bull:mail", name)]));
    const series = lines.filter((line) => line.startsWith("flowlock_stuck_jobs{"));
    const escaped = name.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');

    expect(series).toEqual([`flowlock_stuck_jobs{connection="default",queue="bull:mail",name="${escaped}"} 1`]);
    expect(lines.filter((line) => line.startsWith("flowlock_redis_up"))).toHaveLength(1);
    expect(lines.filter((line) => line.startsWith("# HELP x"))).toEqual([]);
  },
);

test("gauges tell the last scrape's state only, counters go on", async () => {
  const metrics = new Metrics(build);
  const ofMine = metrics.countsOf("default");
  ofMine.noteSweep(20);
  ofMine.noteAction("fail", "done");
  ofMine.noteAction("fail", "done");
  const first = await metrics.render([{ ...swept([lock("bull:mail", "send")]), openIncidents: [open, open] }]);
  const second = await metrics.render([{ ...swept([]), openIncidents: [] }]);

  expect(first).toContain('flowlock_open_incidents{connection="default",cause="hung-lock-renewed",severity="stuck"} 2');
  expect(second).not.toMatch(/^flowlock_(open_incidents|stuck_jobs)\{/m);
  expect(second).toContain('flowlock_actions_total{connection="default",action="fail",result="done"} 2');
  expect(second).toContain('flowlock_sweep_seconds_bucket{le="0.025",connection="default"} 1');
  expect(second).toContain('flowlock_webhook_deliveries_total{connection="default",result="failed"} 0');
});

const open = { cause: "hung-lock-renewed", severity: "stuck" } as const;

import { setInterval as everySoOften } from "node:timers/promises";

import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { rawJob } from "@/lib/testing/seed-raw-job";
import { seedRawFlows } from "@/lib/testing/seed-raw-flow";
import { soakMinutes } from "@/lib/testing/soak-minutes";

import { startFlowlock } from "./test-flowlock-process";

const minutes = Math.min(10, soakMinutes);
const runMs = minutes * 60_000;
/** Of ten minutes: the default slow limit, and a sweep every two seconds. So the 120 samples of each lock are full after 40 %. */
const slowMs = Math.round(runMs / 2);
const sampleMs = Math.round(runMs / 300);
const [queueCount, perQueue] = [10, 1_000];
const lockCount = queueCount * perQueue;
const lockMs = 30_000;
const renewEveryMs = 10_000;
/** Every 50 jobs cost a look at the clock; a script stops after two of its milliseconds. */
const scriptCallsPerSweepMax = 100;
/** Over some 150 sweeps this is 7 bytes per lock and sweep: less than any one thing that could be kept of each. */
const growthMaxBytes = 10 * 1024 * 1024;

const queues = Array.from({ length: queueCount }, (_, index) => `bull:held-${index}`);

/** Renews locks as BullMQ 6's `extendLocks` does, many at once, and reports progress. */
const renewScript = `
for index = 0, tonumber(ARGV[2]) - 1 do
  local key = ARGV[1] .. ':job-' .. index
  redis.call('PEXPIRE', key .. ':lock', ARGV[3])
  redis.call('HSET', key, 'progress', ARGV[4])
end`;

async function openHeldLocks() {
  const server = await startEmbeddedRedis();
  onTestFinished(() => server.stop());
  const redis = new Redis(server.url, { maxRetriesPerRequest: 1 });
  onTestFinished(() => redis.disconnect());
  const jobs = queues.flatMap((queue, at) =>
    Array.from({ length: perQueue }, (_, index) =>
      rawJob(
        { queue, id: `job-${index}` },
        { state: { kind: "active", token: `worker-${at}:${index}`, lockMs }, worker: `worker-${at}` },
      ),
    ),
  );
  await seedRawFlows(redis, jobs, { atMs: Date.now() });
  const renewals = new AbortController();
  const renewing = renewLocks(redis, renewals.signal);
  onTestFinished(() => {
    renewals.abort();
    return renewing;
  });
  return { redis, url: server.url };
}

async function renewLocks(redis: Redis, signal: AbortSignal): Promise<void> {
  let count = 0;
  try {
    for await (const _ of everySoOften(renewEveryMs, undefined, { signal })) {
      count += 1;
      for (const queue of queues) await redis.eval(renewScript, 0, queue, perQueue, lockMs, count);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** How often each command ran, inside scripts too. */
async function readCalls(redis: Redis): Promise<ReadonlyMap<string, number>> {
  const stats = await redis.info("commandstats");
  return new Map(
    [...stats.matchAll(/cmdstat_(\S+?):calls=(\d+)/g)].map(([, name = "", calls]) => [name, Number(calls)]),
  );
}

test(
  `${lockCount} locks held for ${minutes} minutes cost the same memory and the same commands at each sweep`,
  { timeout: runMs + 180_000 },
  async () => {
    const { redis, url } = await openHeldLocks();
    const flowlock = await startFlowlock({
      ...{ REDIS_URL: url, FLOWLOCK_SAMPLE_MS: String(sampleMs), FLOWLOCK_SLOW_MS: String(slowMs) },
      FLOWLOCK_STUCK_MS: String(2 * slowMs),
    });
    // Discovery has found only some of the queues when the first sweep comes.
    await expect
      .poll(async () => (await flowlock.sweep()).verdicts, { interval: sampleMs / 5, timeout: 60_000 })
      .toEqual({ normal: lockCount });
    const startedAtMs = Date.now();
    const sweeps: { readonly atMs: number; readonly held: number }[] = [];
    const worse = new Set<string>();
    const heaps: { readonly afterMs: number; readonly bytes: number }[] = [];
    const look = async () => {
      const { atMs, verdicts } = await flowlock.sweep();
      if (atMs === null || atMs === sweeps.at(-1)?.atMs) return;
      sweeps.push({ atMs, held: Object.values(verdicts).reduce((sum, count) => sum + count, 0) });
      for (const verdict of Object.keys(verdicts)) if (verdict !== "normal" && verdict !== "slow") worse.add(verdict);
      if (sweeps.length % 10 === 0)
        heaps.push({ afterMs: Date.now() - startedAtMs, bytes: await flowlock.heapBytes() });
    };
    const untilAfter = async (ms: number) => {
      const timing = { interval: sampleMs / 5, timeout: ms + 60_000 };
      await expect.poll(async () => (await look(), Date.now() - startedAtMs), timing).toBeGreaterThan(ms);
    };

    await untilAfter(0.05 * runMs);
    const [callsBefore, sweepsBefore] = [await readCalls(redis), sweeps.length];
    await untilAfter(0.2 * runMs);
    const [callsAfter, sweepsAfter] = [await readCalls(redis), sweeps.length];
    await untilAfter(runMs);

    const perSweep = (name: string) =>
      ((callsAfter.get(name) ?? 0) - (callsBefore.get(name) ?? 0)) / (sweepsAfter - sweepsBefore);
    const full = heaps.filter(({ afterMs }) => afterMs > runMs / 2).map(({ bytes }) => bytes);
    const third = Math.floor(full.length / 3);
    const [early, late] = [median(full.slice(0, third)), median(full.slice(-third))];
    const names = ["evalsha_ro", "lrange", "exists", "hmget", "pttl", "mget"];
    process.stdout.write(
      `${minutes} min, ${sweeps.length} sweeps of ${lockCount} locks; heap ${megabytes(early)} MB, then ${megabytes(late)} MB` +
        ` (all: ${heaps.map(({ bytes }) => megabytes(bytes)).join(" ")});` +
        ` per sweep ${names.map((name) => `${name} ${perSweep(name).toFixed(1)}`).join(", ")}\n`,
    );
    expect(sweeps.length).toBeGreaterThan(0.7 * (runMs / sampleMs));
    expect(new Set(sweeps.map(({ held }) => held))).toEqual(new Set([lockCount]));
    expect([...worse]).toEqual([]);
    expect((await flowlock.sweep()).verdicts).toEqual({ slow: lockCount });
    expect(Math.abs(perSweep("hmget") / lockCount - 1)).toBeLessThan(0.03);
    expect(Math.abs(perSweep("pttl") / lockCount - 1)).toBeLessThan(0.03);
    expect(perSweep("evalsha_ro")).toBeLessThan(scriptCallsPerSweepMax);
    expect(perSweep("evalsha_ro")).toBeGreaterThan(lockCount / 500);
    expect(late - early).toBeLessThan(growthMaxBytes);
  },
);

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function megabytes(bytes: number): string {
  return (bytes / 1024 / 1024).toFixed(1);
}

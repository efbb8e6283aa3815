import type { Job } from "bullmq";
import { describe, expect, onTestFinished } from "vitest";

import { generations } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { openGate } from "@/lib/testing/open-gate";
import { redisTest } from "@/lib/testing/redis-test";

import { listLocks } from "./list-locks";
import { openTestConnection } from "./test-connection";

const finished = 6;
/** How long a thorough job works, in ms; a quick one is done at once. */
const thoroughMs = 300;

describe.each(generations)("jobs that $name workers remove as soon as they finish", (generation) => {
  redisTest.for([
    ["before Flowlock looks", true],
    ["while it looks on", false],
  ] as const)("have a usual time for each name, those that finished %s", async ([, before], { redisUrl, prefix }) => {
    const { hostname, port } = new URL(redisUrl);
    const options = { connection: { host: hostname, port: Number(port) }, prefix };
    const queue = new generation.Queue("q", options);
    const gate = openGate();
    const work = async ({ data, name }: Job) => {
      if (data.holds === true) return gate.passed;
      return name === "quick" ? null : new Promise((done) => setTimeout(done, thoroughMs));
    };
    const worker = new generation.Worker("q", work, { ...options, concurrency: 4 });
    onTestFinished(async () => {
      await worker.close(true);
      await queue.close();
    });
    await worker.waitUntilReady();
    const connect = () => openTestConnection({ redisUrl, prefixes: [prefix] });
    const early = before ? null : await connect();
    let left = 2 * finished;
    const allFinished = new Promise<void>((done) => worker.on("completed", () => (left -= 1) === 0 && done()));
    for (let count = 0; count < finished; count += 1)
      for (const name of ["quick", "thorough"]) await queue.add(name, {}, { removeOnComplete: true });
    await allFinished;
    const connection = early ?? (await connect());
    for (const name of ["quick", "thorough", "unknown"])
      await queue.add(name, { holds: true }, { jobId: `held-${name}`, removeOnComplete: true });

    const usual = async () => {
      const { locks } = await listLocks(connection, { limit: 50 });
      return Object.fromEntries(locks.map(({ job, usualMs }) => [job.name, usualMs]));
    };
    await expect.poll(usual, { timeout: 10_000 }).toMatchObject({
      ...{ quick: { sample: finished }, thorough: { sample: finished }, unknown: null },
    });
    const { quick, thorough } = await usual();
    expect(thorough?.p50).toBeGreaterThanOrEqual(0.95 * thoroughMs);
    expect(quick?.p50).toBeLessThan(thorough?.p50 ?? 0);
    expect(await queue.getJobCounts("completed")).toEqual({ completed: 0 });

    gate.open();
    await expect.poll(() => queue.getJobCounts("active"), { timeout: 10_000 }).toEqual({ active: 0 });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  });
});

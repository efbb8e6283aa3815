import { UnrecoverableError } from "bullmq";
import { UnrecoverableError as UnrecoverableError5 } from "bullmq5";
import { describe, expect, onTestFinished } from "vitest";

import { jobHistorySchema } from "@/lib/contract/record-schemas";
import { generations } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { getJobHistory } from "./get-job-history";
import { openTestConnection } from "./test-connection";

describe.each(generations)("the history of a job on $name workers", (generation) => {
  redisTest("tells each attempt from the queue's events, on Redis' clock", async ({ redis, redisUrl, prefix }) => {
    const { hostname, port } = new URL(redisUrl);
    const options = { connection: { host: hostname, port: Number(port) }, prefix };
    const queue = new generation.Queue("q", options);
    const Fatal = generation.name === "BullMQ 6" ? UnrecoverableError : UnrecoverableError5;
    const worker = new generation.Worker(
      "q",
      async (job) => {
        await job.updateProgress(job.attemptsMade);
        await job.updateProgress("x".repeat(10_000));
        if (job.attemptsMade === 0) throw new Error("declined");
        throw new Fatal("declined for good");
      },
      options,
    );
    onTestFinished(async () => {
      await worker.close(true);
      await queue.close();
    });
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });
    await queue.add("charge", {}, { jobId: "card-1", attempts: 3 });
    const job = { queue: `${prefix}:q`, id: "card-1" };
    const history = async () => jobHistorySchema.parse(await getJobHistory(connection, job)).events;

    await expect
      .poll(async () => (await history()).map(({ event, from }) => `${event} ${from}`), { timeout: 10_000 })
      .toEqual([
        ...["added null", "waiting null", "active waiting", "progress null"],
        ...["waiting active", "active waiting", "progress null", "failed active"],
      ]);
    const [entry] = await redis.xrange(`${job.queue}:events`, "-", "+", "COUNT", 1);
    expect((await history())[0]?.atMs).toBe(Number(entry?.[0].split("-")[0]));

    const stored = await getJobHistory(connection, job, "stored");
    expect(stored.events.map(({ event }) => event)).toEqual(["added", "active", "failed"]);

    await redis.xtrim(`${job.queue}:events`, "MAXLEN", 0);
    expect((await history()).map(({ event }) => event)).toEqual(["added", "active", "failed"]);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  });
});

import { Queue } from "bullmq";
import { expect, vi } from "vitest";

import { generations } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { openGatedWorker } from "@/lib/testing/gated-worker";
import { redisTest } from "@/lib/testing/redis-test";

import { callerOf } from "../caller";
import { performAction } from "../perform-action";
import { previewAction } from "../preview-action";
import { openTestConnection } from "../test-connection";
import { getOperation } from "./get-operation";

const rounds = 500;

redisTest.for(generations.map((generation) => ({ generation, on: generation.name })))(
  "500 jobs: either the worker of $on completes one or the bulk action fails it, never both",
  async ({ generation }, { redis, redisUrl, prefix }) => {
    const worker = openGatedWorker({ redisUrl, prefix, generation, rounds, freeName: "settle" });
    const queue = new Queue("cards", { connection: redis, prefix, skipMetasUpdate: true });
    const ids = Array.from({ length: rounds }, (_, round) => `card-${round}`);
    const arrivals = Promise.all(ids.map((id) => worker.arrivalOf(id)));
    await queue.addBulk(ids.map((jobId) => ({ name: "charge-card", data: {}, opts: { jobId } })));
    await arrivals;
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });
    const filter = { state: "active" } as const;
    const { previewId, totals } = await previewAction(connection, { action: "fail", filter });

    const { operationId } = await performAction(
      connection,
      { action: "fail", previewId, reason: "race" },
      callerOf("race"),
    );
    const page = { limit: 200 };
    for (const id of ids.toReversed()) {
      await getOperation(connection, operationId, page);
      worker.release(id);
    }
    await vi.waitFor(async () => {
      expect((await getOperation(connection, operationId, page)).status).toBe("done");
      expect(await queue.getJobCounts("active")).toEqual({ active: 0 });
    }, 120_000);

    const { counts } = await getOperation(connection, operationId, page);
    expect(totals.allowed).toBe(rounds);
    expect(counts).toMatchObject({ refused: 0, unknown: 0 });
    expect(await queue.getJobCounts("failed", "completed")).toEqual({ failed: counts.done, completed: counts.skipped });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

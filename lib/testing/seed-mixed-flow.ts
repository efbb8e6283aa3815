import type { Job } from "bullmq";

import type { Generation } from "./bullmq-generations";

export type MixedFlow = {
  /** Lets the held processor return. */
  release(): void;
  close(): Promise<void>;
  /** BullMQ's own word for a job's state. */
  stateOf(queueName: "orders" | "payments", jobId: string): Promise<string>;
};

const scheduled = "repeat:nightly:1795408454482";

/** Ids that are easily cut or encoded wrongly. */
export const oddIds = [scheduled, "a/b", "100%", "what?", "#7", "..", "💳", "__proto__"];

/**
 * A flow of real jobs on real workers: `order-1` waits for one active (`held`), one failed (`broke`), one ignored
 * (`ignored`), one delayed (`later`), one prioritised and the odd ids, which complete.
 */
export async function seedMixedFlow(generation: Generation, redisUrl: string, prefix: string): Promise<MixedFlow> {
  const { hostname, port } = new URL(redisUrl);
  const connection = { host: hostname, port: Number(port) };
  let release = () => {};
  const gate = new Promise<void>((done) => {
    release = () => done();
  });
  const process = async (job: Job) => {
    if (job.id === "held") {
      await job.updateProgress(40);
      await job.log("charging");
      await gate;
    }
    if (job.name === "breaks") throw new Error("boom");
    return { ok: true };
  };
  const worker = new generation.Worker("payments", process, {
    connection,
    prefix,
    name: "payments-1",
    concurrency: 4,
    lockDuration: 3_000,
  });
  worker.on("error", () => undefined);
  const queues = {
    orders: new generation.Queue("orders", { connection, prefix }),
    payments: new generation.Queue("payments", { connection, prefix }),
  };
  await worker.waitUntilReady();
  const settled = waitForAll(worker, ["broke", "ignored", ...oddIds], "held");
  const producer = new generation.FlowProducer({ connection, prefix });
  const child = (jobId: string, name = "charge-card", opts = {}) => ({
    name,
    queueName: "payments",
    opts: { jobId, ...opts },
  });
  await producer.add({
    name: "fulfil-order",
    queueName: "orders",
    opts: { jobId: "order-1" },
    children: [
      child("held"),
      child("broke", "breaks"),
      child("ignored", "breaks", { ignoreDependencyOnFailure: true }),
      child("later", "charge-card", { delay: 3_600_000 }),
      ...oddIds.map((id) => child(id)),
    ],
  });
  await settled;
  await producer.close();
  return {
    release,
    stateOf: (queueName, jobId) => queues[queueName].getJobState(jobId),
    close: async () => {
      release();
      await worker.close();
      await Promise.all([queues.orders.close(), queues.payments.close()]);
    },
  };
}

type Emitter = { on(event: "completed" | "failed" | "progress", listener: (job: Job | undefined) => void): unknown };

/** Resolves when all these jobs finished and the held one reported its progress. */
function waitForAll(worker: unknown, ids: readonly string[], heldId: string): Promise<void> {
  const open = new Set([...ids, heldId]);
  // safe because a Worker emits these events with the job first
  const emitter = worker as Emitter;
  return new Promise((done) => {
    const tick = (job: Job | undefined) => {
      open.delete(job?.id ?? "");
      if (open.size === 0) done();
    };
    emitter.on("completed", tick);
    emitter.on("failed", tick);
    emitter.on("progress", (job) => {
      if (job?.id === heldId) tick(job);
    });
  });
}

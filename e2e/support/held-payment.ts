import { Queue, Worker } from "bullmq";
import type { Processor } from "bullmq";
import { Redis } from "ioredis";

import type { FailurePolicy } from "@/lib/core/failure-policy";
import { splitQueue } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { addChild } from "@/lib/testing/add-child";
import type { ChildFlow } from "@/lib/testing/add-child";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { openGate } from "@/lib/testing/open-gate";

/** A payment that `cards-1` never ends, and what could take it again or goes on above it, on BullMQ 6 workers. */
export type HeldPayment = ChildFlow & {
  stateOf(job: JobRef): Promise<string>;
  /** The busy workers end what they are at, and somebody works the other child's queue. */
  letBusyGoOn(): Promise<void>;
  /** Ends all workers, fails where BullMQ's data is not consistent, and deletes it. */
  close(): Promise<void>;
};

type Options = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly policy: FailurePolicy;
  readonly removeOnFail: boolean;
  /** Every other worker is at a job of its own, and the parent waits for one more child. Else all are free, and it doesn't. */
  readonly busy: boolean;
};

const lockMs = 3_000;
const attempts = 3;

/** Adds the flow, and waits until its payment is held and the workers are as busy as asked. */
export async function openHeldPayment(options: Options): Promise<HeldPayment> {
  const { redisUrl, prefix, policy, removeOnFail, busy } = options;
  const stuck = openGate();
  const others = openGate();
  const staff = openStaff(options);
  const childOptions = { removeOnFail, attempts };
  const parentOptions = { failParentOnFailure: true };
  const flow = await addChild({ redisUrl, prefix, policy, sibling: busy, childOptions, parentOptions });
  await staff.works("cards", "cards-1", () => stuck.passed, { until: "active" });
  for (const [queueName, name] of [
    ["cards", "cards-2"],
    ["payments", "payments-1"],
  ] as const) {
    if (busy) await staff.queue(queueName).add("other", {}, { jobId: `other-${queueName}` });
    const process: Processor = (job) => (job.name === "other" ? others.passed : Promise.resolve());
    await staff.works(queueName, name, process, { until: busy ? "active" : "ready" });
  }
  await staff.works("orders", "orders-1", () => Promise.resolve(), { until: "ready" });
  return {
    ...flow,
    stateOf: ({ queue, id }) => staff.queue(splitQueue(queue).name).getJobState(id),
    letBusyGoOn: async () => {
      // A parent that starts before its last child is done fails when it returns: the child comes first.
      if (busy) await staff.works("labels", "labels-1", () => Promise.resolve(), { until: "completed" });
      others.open();
    },
    close: async () => {
      for (const { open } of [stuck, others]) open();
      await staff.leave();
      await expectConsistent({ redisUrl, prefix });
    },
  };
}

type Moment = { readonly until: "ready" | "active" | "completed" };

/** Workers and queues of one prefix. */
function openStaff({ redisUrl, prefix }: Pick<Options, "redisUrl" | "prefix">) {
  const { hostname: host, port } = new URL(redisUrl);
  const place = { connection: { host, port: Number(port) }, prefix };
  const workers: Worker[] = [];
  const queues = new Map<string, Queue>();
  return {
    queue: (name: string): Queue => {
      const queue = queues.get(name) ?? new Queue(name, place);
      queues.set(name, queue);
      return queue;
    },
    works: async (queueName: string, name: string, process: Processor, { until }: Moment): Promise<void> => {
      const times = { lockDuration: lockMs, stalledInterval: lockMs, drainDelay: 1 };
      const worker = new Worker(queueName, process, { ...place, ...times, name });
      // A run that an operator takes away fails to renew its lock, which is reported here.
      worker.on("error", () => undefined);
      workers.push(worker);
      if (until === "ready") return await worker.waitUntilReady();
      await new Promise<void>((resolve) => {
        worker.once("active", () => until === "active" && resolve());
        worker.once("completed", () => resolve());
      });
    },
    leave: async (): Promise<void> => {
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all([...queues.values()].map((queue) => queue.close()));
    },
  };
}

/** What is over is deleted, so that the dashboard has as much to look at in the last case as in the first. */
async function expectConsistent(place: { readonly redisUrl: string; readonly prefix: string }): Promise<void> {
  const violations = await checkInvariants(place);
  if (violations.length > 0) throw new Error(`BullMQ's data is not consistent: ${JSON.stringify(violations)}`);
  const redis = new Redis(place.redisUrl);
  await redis.unlink(await redis.keys(`${place.prefix}:*`));
  redis.disconnect();
}

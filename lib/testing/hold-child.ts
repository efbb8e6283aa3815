import { FlowProducer, Worker } from "bullmq";
import type { JobsOptions } from "bullmq";
import { onTestFinished } from "vitest";

import type { FailurePolicy } from "@/lib/core/failure-policy";
import type { JobRef } from "@/lib/core/job-ref";

import type { Generation } from "./bullmq-generations";
import { openGate } from "./open-gate";

export type HeldChild = {
  readonly root: JobRef;
  readonly parent: JobRef;
  readonly child: JobRef;
  /** Lets the held processor return. */
  release(): void;
  /** Runs what waits in the queues of parent and root, with processors that return at once. */
  runParents(): void;
};

export type HeldChildOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  /** BullMQ 6 where it is not given. */
  readonly generation?: Pick<Generation, "FlowProducer" | "Worker">;
  readonly policy?: FailurePolicy;
  /** Another child of the same parent that never starts. */
  readonly sibling?: boolean;
  readonly childOptions?: JobsOptions;
  readonly parentOptions?: JobsOptions;
  readonly ids?: { readonly parent?: string; readonly child?: string };
};

const optionsByPolicy = {
  none: {},
  "fail-parent": { failParentOnFailure: true },
  ignore: { ignoreDependencyOnFailure: true },
  remove: { removeDependencyOnFailure: true },
  continue: { continueParentOnFailure: true },
} as const satisfies Record<FailurePolicy, JobsOptions>;

/** `fulfil-order` waits for `settle`, which waits for `charge-card`, which a worker runs until it is let go or the test ends. */
export async function holdChild(options: HeldChildOptions): Promise<HeldChild> {
  const { redisUrl, prefix, generation = { FlowProducer, Worker }, ids } = options;
  const { hostname, port } = new URL(redisUrl);
  const connection = { host: hostname, port: Number(port) };
  const gate = openGate();
  const workers: Worker[] = [];
  onTestFinished(async () => {
    gate.open();
    await Promise.all(workers.map((worker) => worker.close()));
  });
  const run = (queueName: string, processor: () => Promise<unknown>) => {
    const worker = new generation.Worker(queueName, processor, { connection, prefix, name: `${queueName}-1` });
    // A run that an operator takes away fails to renew its lock, which is reported here.
    worker.on("error", () => undefined);
    workers.push(worker);
    return worker;
  };
  const producer = new generation.FlowProducer({ connection, prefix });
  await producer.add(toFlow(options));
  await producer.close();
  const holder = run("cards", () => gate.passed);
  await new Promise<void>((resolve) => holder.once("active", () => resolve()));
  return {
    root: { queue: `${prefix}:orders`, id: "order-1" },
    parent: { queue: `${prefix}:payments`, id: ids?.parent ?? "settle-1" },
    child: { queue: `${prefix}:cards`, id: ids?.child ?? "card-1" },
    release: gate.open,
    runParents: () => {
      for (const queueName of ["payments", "orders"]) run(queueName, async () => "done");
    },
  };
}

function toFlow({ policy = "none", sibling = false, childOptions, parentOptions, ids }: HeldChildOptions) {
  const child = {
    name: "charge-card",
    queueName: "cards",
    opts: { jobId: ids?.child ?? "card-1", ...optionsByPolicy[policy], ...childOptions },
  };
  const never = { name: "print-label", queueName: "labels", opts: { jobId: "label-1" } };
  const parent = {
    name: "settle",
    queueName: "payments",
    opts: { jobId: ids?.parent ?? "settle-1", ...parentOptions },
    children: sibling ? [child, never] : [child],
  };
  return { name: "fulfil-order", queueName: "orders", opts: { jobId: "order-1" }, children: [parent] };
}

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
  /** Closes the workers before the test ends; what was held must have been let go. */
  stop(): Promise<void>;
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
  const { redisUrl, prefix, generation = { FlowProducer, Worker } } = options;
  const { hostname, port } = new URL(redisUrl);
  const connection = { host: hostname, port: Number(port) };
  const gate = openGate();
  const workers: Worker[] = [];
  const stop = async () => {
    await Promise.all(workers.map((worker) => worker.close()));
  };
  onTestFinished(async () => {
    gate.open();
    await stop();
  });
  const run = (queueName: string, processor: () => Promise<unknown>) => {
    const worker = new generation.Worker(queueName, processor, { connection, prefix, name: `${queueName}-1` });
    // A run that an operator takes away fails to renew its lock, which is reported here.
    worker.on("error", () => undefined);
    workers.push(worker);
    return worker;
  };
  const flow = await addChild(options);
  const holder = run("cards", () => gate.passed);
  await new Promise<void>((resolve) => holder.once("active", () => resolve()));
  return {
    ...flow,
    release: gate.open,
    stop,
    runParents: () => {
      for (const queueName of ["payments", "orders"]) run(queueName, async () => "done");
    },
  };
}

/** The same flow without any worker: its child waits. */
export async function addChild(
  options: Omit<HeldChildOptions, "generation"> & { readonly generation?: Pick<Generation, "FlowProducer"> },
): Promise<Pick<HeldChild, "root" | "parent" | "child">> {
  const { redisUrl, prefix, generation = { FlowProducer }, ids } = options;
  const { hostname, port } = new URL(redisUrl);
  const producer = new generation.FlowProducer({ connection: { host: hostname, port: Number(port) }, prefix });
  await producer.add(toFlow(options));
  await producer.close();
  return {
    root: { queue: `${prefix}:orders`, id: "order-1" },
    parent: { queue: `${prefix}:payments`, id: ids?.parent ?? "settle-1" },
    child: { queue: `${prefix}:cards`, id: ids?.child ?? "card-1" },
  };
}

function toFlow({
  policy = "none",
  sibling = false,
  childOptions,
  parentOptions,
  ids,
}: Omit<HeldChildOptions, "generation">) {
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

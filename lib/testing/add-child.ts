import { FlowProducer } from "bullmq";
import type { JobsOptions } from "bullmq";

import type { FailurePolicy } from "@/lib/core/failure-policy";
import type { JobRef } from "@/lib/core/job-ref";

import type { Generation } from "./bullmq-generations";

/** A flow of three: its root, the parent in the middle, and the child. */
export type ChildFlow = { readonly root: JobRef; readonly parent: JobRef; readonly child: JobRef };

export type ChildFlowOptions = {
  readonly redisUrl: string;
  readonly prefix: string;
  readonly policy?: FailurePolicy;
  /** Another child of the same parent that never starts. */
  readonly sibling?: boolean;
  readonly childOptions?: JobsOptions;
  readonly parentOptions?: JobsOptions;
  readonly ids?: { readonly parent?: string; readonly child?: string };
  /** BullMQ 6 where it is not given. */
  readonly generation?: Pick<Generation, "FlowProducer">;
};

const optionsByPolicy = {
  none: {},
  "fail-parent": { failParentOnFailure: true },
  ignore: { ignoreDependencyOnFailure: true },
  remove: { removeDependencyOnFailure: true },
  continue: { continueParentOnFailure: true },
} as const satisfies Record<FailurePolicy, JobsOptions>;

/** `fulfil-order` waits for `settle`, which waits for `charge-card`; no worker is there, so it waits too. */
export async function addChild(options: ChildFlowOptions): Promise<ChildFlow> {
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

function toFlow({ policy = "none", sibling = false, childOptions, parentOptions, ids }: ChildFlowOptions) {
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

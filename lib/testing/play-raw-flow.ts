import { FlowProducer, Worker } from "bullmq";
import type { FlowJob, Job, JobNode } from "bullmq";
import { onTestFinished } from "vitest";

import type { FailurePolicy } from "@/lib/core/failure-policy";
import { splitQueue } from "@/lib/core/job-ref";

import { openGate } from "./open-gate";
import type { RawJob } from "./seed-raw-job";

type Place = {
  readonly connection: { readonly host: string | undefined; readonly port: number | undefined };
  readonly prefix: string;
};

type Story = {
  readonly place: Place;
  readonly root: RawJob;
  /** Queues that have a worker. */
  readonly runs: readonly string[];
};

/**
 * Lets BullMQ itself make what a raw flow describes: adds it and runs its jobs on real workers until each is where it
 * shall be. Gives the flow with the ids that BullMQ made, and the queues whose worker has nothing left to do.
 */
export async function playRawFlow({ place, root, runs }: Story): Promise<{
  readonly seeded: RawJob;
  readonly idle: readonly string[];
}> {
  const fleets = await Promise.all(runs.map((queueName) => openFleet(place, queueName, root)));
  const producer = new FlowProducer(place);
  const added = await producer.add(toFlowJob(root));
  await producer.close();
  await Promise.all(fleets.map((fleet) => fleet.over));
  return { seeded: withMadeIds(root, added), idle: runs.filter((queueName) => !isHeld(queueName, root)) };
}

const policyOptions = {
  none: {},
  "fail-parent": { failParentOnFailure: true },
  ignore: { ignoreDependencyOnFailure: true },
  remove: { removeDependencyOnFailure: true },
  continue: { continueParentOnFailure: true },
} as const satisfies Record<FailurePolicy, object>;

function toFlowJob({ id, queue, name, data, state, policy, madeId, children }: RawJob): FlowJob {
  return {
    name,
    queueName: splitQueue(queue).name,
    data: JSON.parse(data),
    opts: {
      ...(madeId ? {} : { jobId: id }),
      ...(state.kind === "prioritized" ? { priority: state.priority } : {}),
      ...(state.kind === "delayed" ? { delay: state.delayMs } : {}),
      ...policyOptions[policy],
    },
    ...(children.length === 0 ? {} : { children: children.map(toFlowJob) }),
  };
}

function withMadeIds(raw: RawJob, { job, children = [] }: JobNode): RawJob {
  const below = raw.children.flatMap((child, index) => {
    const node = children[index];
    return node === undefined ? [] : [withMadeIds(child, node)];
  });
  return { ...raw, id: job.id ?? raw.id, children: below };
}

/**
 * A worker that waits for the flow, as one does in production, and takes the queue's jobs to the ends that the flow
 * tells of; `over` once they are there, held jobs at work.
 */
async function openFleet(place: Place, queueName: string, root: RawJob): Promise<{ readonly over: Promise<void> }> {
  const jobs = flatten(root).filter(({ queue }) => splitQueue(queue).name === queueName);
  const name = jobs[0]?.worker ?? null;
  const gate = openGate();
  const run = async ({ name: jobName, data }: Job) => {
    const job = jobs.find((one) => one.name === jobName && one.data === JSON.stringify(data));
    if (job?.state.kind === "active") await gate.passed;
    if (job?.state.kind !== "failed") return { ok: true };
    throw Object.assign(new Error(job.state.reason), { stack: job.state.stack });
  };
  const worker = new Worker(queueName, run, { ...place, ...(name === null ? {} : { name }) });
  onTestFinished(async () => {
    gate.open();
    await worker.close();
  });
  const finished = jobs.filter(({ state }) => state.kind === "completed" || state.kind === "failed").length;
  let left = finished + (isHeld(queueName, root) ? 1 : 0);
  const over = new Promise<void>((resolve) => {
    const note = () => {
      left -= 1;
      if (left === 0) resolve();
    };
    worker.on("completed", note).on("failed", note);
    worker.on("active", (job) => job.name === "hold" && note());
  });
  await new Promise<void>((resolve) => worker.once("drained", () => resolve()));
  return { over };
}

function isHeld(queueName: string, root: RawJob): boolean {
  return flatten(root).some(({ queue, state }) => splitQueue(queue).name === queueName && state.kind === "active");
}

function flatten(root: RawJob): readonly RawJob[] {
  return [root, ...root.children.flatMap(flatten)];
}

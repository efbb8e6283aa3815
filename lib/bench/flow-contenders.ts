import { FlowProducer } from "bullmq";
import type { JobNode } from "bullmq";
import type { Redis } from "ioredis";

import { splitQueue } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { count } from "./bench-context";
import { listReaders } from "./readers";
import type { Contender } from "./run-interleaved";

const unlimited = 1_000_000_000;

export type FlowContenders = { readonly contenders: readonly Contender[]; close(): Promise<void> };

type Options = {
  readonly redis: Redis;
  readonly root: JobRef;
  readonly jobs: number;
  readonly queues: readonly string[];
};

/** Everyone who can read a whole flow: our readers, each without memory of the last run, and BullMQ's own. */
export async function openFlowContenders({ redis, root, jobs, queues }: Options): Promise<FlowContenders> {
  const { prefix, name } = splitQueue(root.queue);
  const producer = new FlowProducer({ connection: redis, prefix });
  const known = new Set(queues);
  const ours = (await listReaders()).map((kind): Contender => ({
    name: kind.name,
    isPeer: false,
    run: async () => told((await kind.open({ redis, knownQueues: () => known }).readFlow(root)).jobs.size, jobs),
  }));
  const peer: Contender = {
    name: "BullMQ getFlow",
    isPeer: true,
    run: async () => {
      const flow = await producer.getFlow({
        id: root.id,
        queueName: name,
        prefix,
        depth: unlimited,
        maxChildren: unlimited,
      });
      return told(countNodes(flow), jobs);
    },
  };
  return { contenders: [...ours, peer], close: () => producer.close() };
}

function told(read: number, jobs: number): string | null {
  return read === jobs ? null : `read ${count(read)} of ${count(jobs)} jobs`;
}

function countNodes(flow: JobNode | null | undefined): number {
  const nodes = flow === null || flow === undefined ? [] : [flow];
  for (const { children = [] } of nodes) nodes.push(...children);
  return nodes.length;
}

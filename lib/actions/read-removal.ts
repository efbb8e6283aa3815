import type { Redis } from "ioredis";

import type { RefusalCode } from "@/lib/core/action";
import type { Removal } from "@/lib/core/build-outcome";
import type { FlowReader, FlowReading } from "@/lib/core/flow-reader";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import { isFinished } from "@/lib/core/job-state";

import { readTreeDamage } from "./read-tree-damage";

export type RemovalReading = Removal & {
  readonly queues: readonly string[];
};

/** BullMQ's script calls itself once per level, and Lua's stack ends near 10,000 levels: the tree is left half removed. */
const levelsMax = 1_000;

type Tools = { readonly redis: Redis; readonly reader: Pick<FlowReader, "readFlow"> };

/** What is below a job that is to be removed with its children. Throws as the reader does. */
export async function readRemoval({ redis, reader }: Tools, job: JobRef): Promise<RemovalReading> {
  const flow = await reader.readFlow(job);
  const root = jobKey(job);
  const below = [...flow.jobs.values()].filter(({ ref }) => jobKey(ref) !== root);
  const refusal = treeRefusal(flow, root) ?? (await readTreeDamage(redis, refsOf(below)));
  const locked = below.filter(({ lock }) => lock !== null).length;
  return {
    jobs: below.length,
    unfinished: below.filter(({ state }) => !isFinished(state)).length,
    locked,
    queues: [...new Set(below.map(({ ref }) => ref.queue))],
    refusal: refusal ?? (locked > 0 ? "child-locked" : null),
  };
}

function refsOf(jobs: readonly { readonly ref: JobRef }[]): readonly JobRef[] {
  return jobs.map(({ ref }) => ref);
}

function treeRefusal(flow: FlowReading, root: JobKey): RefusalCode | null {
  const jobs = [...flow.jobs.values()];
  if (jobs.some(({ damaged }) => damaged.includes("cycle"))) return "cyclic-flow";
  if (!flow.exact || levelsBelow(flow, root) > levelsMax) return "flow-too-large";
  // BullMQ cuts a child's key at its last colon (`src/commands/includes/destructureJobKey.lua`).
  return jobs.some(({ ref }) => jobKey(ref) !== root && ref.id.includes(":")) ? "odd-child-id" : null;
}

function levelsBelow({ children }: FlowReading, root: JobKey): number {
  const seen = new Set<JobKey>([root]);
  let level: readonly JobKey[] = [root];
  let levels = 0;
  while (level.length > 0) {
    level = level
      .flatMap((key) => (children.get(key) ?? []).map(({ ref }) => jobKey(ref)))
      .filter((key) => !seen.has(key) && seen.add(key));
    levels += 1;
  }
  return levels - 1;
}

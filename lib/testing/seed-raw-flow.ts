import type { Redis } from "ioredis";

import { jobKey } from "@/lib/core/job-ref";

import { RawCommands } from "./raw-commands";
import { rawHash } from "./seed-raw-hash";
import type { RawTimes } from "./seed-raw-hash";
import type { RawJob } from "./seed-raw-job";
import { RawQueue } from "./seed-raw-queue";

type Placed = { readonly job: RawJob; readonly parent: RawJob | null; height: number; readonly above: Placed | null };

/**
 * Writes flows of any size the way BullMQ 6 leaves them in Redis, without running a single job: what a million jobs need
 * to be there in seconds. The queues must be fresh. All jobs were added at `atMs` and ran within 20 ms.
 */
export async function seedRawFlows(
  redis: Redis,
  flows: Iterable<RawJob>,
  { atMs }: { readonly atMs: number },
): Promise<{ readonly jobs: number }> {
  const times = { createdAtMs: atMs, processedAtMs: atMs + 10, finishedAtMs: atMs + 20 };
  const commands = new RawCommands(redis);
  const queues = new Map<string, RawQueue>();
  let jobs = 0;
  for (const root of flows) {
    const placed = placeFlow(root);
    jobs += placed.length;
    for (const one of placed) {
      checkFlow(one.job);
      queueOf(queues, one.job).noteAdded(one.job, times);
      writeJob(commands, one, times);
      await commands.sendSome();
    }
    for (const { job } of placed.toSorted((a, b) => a.height - b.height)) queueOf(queues, job).noteState(job, times);
  }
  for (const queue of queues.values()) queue.write(commands);
  await commands.send();
  return { jobs };
}

/** Level by level, as `FlowProducer` adds them; a job's height tells when its children have released it. */
function placeFlow(root: RawJob): readonly Placed[] {
  const placed: Placed[] = [{ job: root, parent: null, height: 0, above: null }];
  for (const above of placed)
    for (const job of above.job.children) placed.push({ job, parent: above.job, height: 0, above });
  for (const { above, height } of placed.toReversed())
    if (above !== null) above.height = Math.max(above.height, height + 1);
  return placed;
}

function writeJob(commands: RawCommands, { job, parent }: Placed, times: RawTimes): void {
  const key = jobKey(job);
  commands.add("HSET", key, ...rawHash(job, parent, times));
  if (job.state.kind === "active" && job.state.lockMs !== null)
    commands.add("SET", `${key}:lock`, job.state.token, "PX", job.state.lockMs);
  const { pending, processed, ignored, failed } = sortChildren(job);
  commands.addMany("SADD", `${key}:dependencies`, pending);
  commands.addMany("HSET", `${key}:processed`, processed);
  commands.addMany("HSET", `${key}:failed`, ignored);
  commands.addMany(
    "ZADD",
    `${key}:unsuccessful`,
    failed.flatMap((child) => [times.finishedAtMs, child]),
  );
}

/** In which of its parent's collections a child stands: BullMQ `moveChildFromDependenciesIfNeeded.lua`. */
function sortChildren({ children }: RawJob) {
  const pending: string[] = [];
  const processed: string[] = [];
  const ignored: string[] = [];
  const failed: string[] = [];
  for (const child of children) {
    const key = jobKey(child);
    if (child.state.kind === "completed") processed.push(key, child.state.returnValue);
    else if (child.state.kind !== "failed" || child.policy === "none") pending.push(key);
    else if (child.policy === "fail-parent") failed.push(key);
    else if (child.policy !== "remove") ignored.push(key, child.state.reason);
  }
  return { pending, processed, ignored, failed };
}

function checkFlow(job: RawJob): void {
  if (job.children.length === 0 && job.state.kind !== "waiting-children") return;
  const { pending, failed } = sortChildren(job);
  const continued = job.children.some((child) => child.policy === "continue" && child.state.kind === "failed");
  const waits = pending.length > 0 && failed.length === 0 && !continued;
  if (waits !== (job.state.kind === "waiting-children"))
    throw new Error(`BullMQ would not leave ${jobKey(job)} in ${job.state.kind} above these children.`);
}

function queueOf(queues: Map<string, RawQueue>, { queue }: RawJob): RawQueue {
  const known = queues.get(queue) ?? new RawQueue(queue);
  queues.set(queue, known);
  return known;
}

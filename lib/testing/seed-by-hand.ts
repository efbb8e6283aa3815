import type { ChainableCommander } from "ioredis";

import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

/** Writes a job's hash as BullMQ lays it out, in no collection; for what BullMQ itself would never or not quickly make. */
export function writeJob(
  commands: ChainableCommander,
  ref: JobRef,
  fields: Readonly<Record<string, string>> = {},
): void {
  commands.hset(jobKey(ref), {
    name: ref.id,
    timestamp: "1",
    delay: "0",
    priority: "0",
    data: "{}",
    opts: "{}",
    ...fields,
  });
}

/** Makes `child` a pending child of `parent`, on both sides. */
export function writePendingEdge(commands: ChainableCommander, parent: JobRef, child: JobRef): void {
  commands.hset(jobKey(child), parentFields(parent));
  commands.sadd(`${jobKey(parent)}:dependencies`, jobKey(child));
}

/** A child that completed and is still there, and its parent's note of it. */
export function writeProcessedChild(commands: ChainableCommander, parent: JobRef, child: JobRef): void {
  writeJob(commands, child, { ...parentFields(parent), processedOn: "2", finishedOn: "3", returnvalue: "null" });
  commands.zadd(`${child.queue}:completed`, 3, child.id);
  commands.hset(`${jobKey(parent)}:processed`, jobKey(child), "null");
}

/** A parent that waits for its children. */
export function writeParent(commands: ChainableCommander, ref: JobRef): void {
  writeJob(commands, ref);
  commands.zadd(`${ref.queue}:waiting-children`, 1, ref.id);
}

function parentFields(parent: JobRef): { readonly parentKey: string; readonly parent: string } {
  return { parentKey: jobKey(parent), parent: JSON.stringify({ id: parent.id, queueKey: parent.queue }) };
}

import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { byPrefix } from "./by-prefix";
import { isMarker, queueKey } from "./keys";
import type { ReadScript } from "./read-script";
import { runPipeline } from "./run-pipeline";
import { whichHave } from "./which-have";

export type ActiveJobs = {
  readonly refs: readonly JobRef[];
  readonly queuesWithStalledCheck: ReadonlySet<string>;
  /** More jobs are active than are read in one pass. */
  readonly truncated: boolean;
};

/** A list's beginning, and whether its queue's `stalled-check` exists. */
type Head = { readonly queue: string; readonly ids: readonly string[]; readonly hasStalledCheck: boolean };

const window = 5_000;
const budgetUs = 2_000;

/** One command for each queue, and one for all. */
export async function readActive(redis: Redis, queues: readonly string[]): Promise<ActiveJobs> {
  const pipeline = redis.pipeline();
  for (const queue of queues) pipeline.lrange(queueKey(queue, "active"), 0, window - 1);
  const [replies, checked] = await Promise.all([
    runPipeline(pipeline),
    whichHave(redis, queues, "stalled-check").then((having) => new Set(having)),
  ]);
  return gather(
    redis,
    queues.map((queue, index) => ({ queue, ids: idsOf(replies[index]), hasStalledCheck: checked.has(queue) })),
  );
}

/** One command for all queues where little is at work. Throws `ScriptRefusedError` where it is not allowed. */
export async function readActiveByScript(
  redis: Redis,
  script: ReadScript,
  queues: readonly string[],
): Promise<ActiveJobs> {
  const heads: Head[] = [];
  for (const part of byPrefix(queues, (queue) => queue)) {
    let left: readonly string[] = part;
    for (let first = left[0]; first !== undefined; first = left[0]) {
      const rows = await script.run(queueKey(first, "active"), [budgetUs, window, JSON.stringify(left)]);
      if (!Array.isArray(rows) || rows.length === 0) throw new Error("The script came to no queue.");
      for (const [index, row] of rows.entries()) {
        const [check, ids]: readonly unknown[] = Array.isArray(row) ? row : [];
        heads.push({ queue: left[index] ?? first, ids: idsOf(ids), hasStalledCheck: check === 1 });
      }
      left = left.slice(rows.length);
    }
  }
  return gather(redis, heads);
}

async function gather(redis: Redis, heads: readonly Head[]): Promise<ActiveJobs> {
  const refs: JobRef[] = [];
  let truncated = false;
  for (const { queue, ids } of heads) {
    const whole = ids.length < window ? { ids, cut: false } : await readOn(redis, queue, ids);
    truncated ||= whole.cut;
    for (const id of whole.ids) if (!isMarker(id)) refs.push({ queue, id });
  }
  const checked = heads.filter(({ hasStalledCheck }) => hasStalledCheck);
  return { refs, queuesWithStalledCheck: new Set(checked.map(({ queue }) => queue)), truncated };
}

async function readOn(redis: Redis, queue: string, first: readonly string[]) {
  const ids = [...first];
  while (ids.length < limits.activePerQueueMax) {
    const [more] = await runPipeline(
      redis.pipeline().lrange(queueKey(queue, "active"), ids.length, ids.length + window - 1),
    );
    ids.push(...idsOf(more));
    if (idsOf(more).length < window) return { ids, cut: false };
  }
  return { ids, cut: true };
}

function idsOf(reply: unknown): readonly string[] {
  return Array.isArray(reply) ? reply : [];
}

import type { Redis } from "ioredis";

import { splitQueue } from "@/lib/core/job-ref";

import { jobHashKey, queueKey } from "./keys";
import { runPipelineAllowingDenials } from "./run-pipeline";

type Homeless = { readonly queue: string; readonly ids: readonly string[] };

/** More parts than these no prefix has. */
const partsMax = 6;
/** BullMQ's own prefix where none is set (`src/classes/queue-keys.ts`). */
const usualPrefix = "bull";

/**
 * Where the hashes of queues lie that have none under their own key. ioredis' `keyPrefix` does this: it goes before
 * every key that a script is given, but BullMQ's scripts make the keys of jobs themselves, without it.
 */
export async function readElsewhere(redis: Redis, queues: readonly Homeless[]): Promise<ReadonlyMap<string, string>> {
  const asked = queues.flatMap(({ queue, ids }) => {
    return endsOf(queue).map((end) => ({ queue, end, keys: ids.map((id) => jobHashKey({ queue: end, id })) }));
  });
  const found = new Map<string, string>();
  if (asked.length === 0) return found;
  const pipeline = redis.pipeline();
  for (const { end, keys } of asked) {
    pipeline.exists(queueKey(end, "id"));
    for (const key of keys) pipeline.hexists(key, "timestamp");
  }
  const replies = await runPipelineAllowingDenials(pipeline);
  let next = 0;
  for (const { queue, end, keys } of asked) {
    // A queue with a counter of its own has jobs of its own, which may bear the same ids.
    const isQueue = replies[next++] === 1;
    const isThere = keys.map(() => replies[next++] === 1).includes(true) && !isQueue;
    // The longest end first: the shortest text that can have been put before.
    if (isThere && !found.has(queue)) found.set(queue, end);
  }
  return found;
}

/** What a qualified name may be without what `keyPrefix` put before it, longest first. */
function endsOf(queue: string): readonly string[] {
  const { prefix, name } = splitQueue(queue);
  const parts = prefix.split(":").slice(-partsMax);
  const ends = parts.slice(1).map((_, index) => `${parts.slice(index + 1).join(":")}:${name}`);
  const usual = prefix.endsWith(usualPrefix) && prefix !== usualPrefix ? [`${usualPrefix}:${name}`] : [];
  return [...new Set([...ends, ...usual])];
}

import type { ChainableCommander, Redis } from "ioredis";

import { toRedisFailure } from "./redis-failures";
import { toReplies } from "./run-pipeline";

/**
 * Runs commands as one MULTI, with replies and failures as `runPipeline` has them. A Redis that is out of memory queues
 * not even reads for a MULTI (`src/server.c`, `processCommand`): then they go as a pipeline, and are not of one instant.
 */
export async function runTogether(
  redis: Redis,
  add: (commands: ChainableCommander) => void,
): Promise<readonly unknown[]> {
  const multi = redis.multi();
  add(multi);
  const raw = await multi.exec().catch((error: unknown) => {
    if (isOutOfMemory(error)) return null;
    throw toRedisFailure(error);
  });
  if (raw !== null) return toReplies(raw);
  const pipeline = redis.pipeline();
  add(pipeline);
  const replies = await pipeline.exec().catch((error: unknown) => {
    throw toRedisFailure(error);
  });
  return toReplies(replies ?? []);
}

/** EXEC answers EXECABORT; why is told beside it. */
function isOutOfMemory(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const previous: readonly unknown[] =
    "previousErrors" in error && Array.isArray(error.previousErrors) ? error.previousErrors : [];
  return [error, ...previous].some((one) => one instanceof Error && one.message.split(" ", 1)[0] === "OOM");
}

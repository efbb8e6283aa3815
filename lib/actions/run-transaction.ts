import type { ChainableCommander, Redis } from "ioredis";

import { replyCode } from "@/lib/redis/redis-failures";

type Add = (commands: ChainableCommander) => void;

/** The replies of commands that run as one. Throws what Redis answers to them or to one of them, as it is. */
export async function runTransaction(redis: Redis, add: Add): Promise<readonly unknown[]> {
  const multi = redis.multi();
  add(multi);
  return toReplies(await multi.exec());
}

/**
 * The same, but a Redis without memory, which queues nothing for a MULTI, is sent them one after the other: only for
 * looks around one script that it takes.
 */
export async function runWithLooks(redis: Redis, add: Add): Promise<readonly unknown[]> {
  try {
    return await runTransaction(redis, add);
  } catch (error) {
    if (!(error instanceof Error) || replyCode(error) !== "OOM") throw error;
    const pipeline = redis.pipeline();
    add(pipeline);
    return toReplies(await pipeline.exec());
  }
}

function toReplies(raw: readonly (readonly [Error | null, unknown])[] | null): readonly unknown[] {
  if (raw === null) throw new Error("The transaction was not run, though nothing was watched.");
  return raw.map(([error, reply]) => {
    if (error !== null) throw error;
    return reply;
  });
}

import type { ChainableCommander } from "ioredis";

import { toRedisFailure, isWrongType, WrongTypeReply } from "./redis-failures";

/**
 * Runs a pipeline or MULTI and gives its replies in order. WRONGTYPE concerns one key and becomes a `WrongTypeReply`
 * in its place; every other error fails the whole.
 */
export async function runPipeline(pipeline: ChainableCommander): Promise<readonly unknown[]> {
  const replies = await pipeline.exec().catch((error: unknown) => {
    throw toRedisFailure(error);
  });
  if (replies === null) throw toRedisFailure(new Error("Connection is closed."));
  return replies.map(([error, value]) => {
    if (error === null) return value;
    if (isWrongType(error)) return new WrongTypeReply();
    throw toRedisFailure(error);
  });
}

/** Runs one command and gives its reply, with failures as `runPipeline` has them. */
export async function runCommand<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (error) {
    throw toRedisFailure(error);
  }
}

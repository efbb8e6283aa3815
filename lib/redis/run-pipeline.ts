import type { ChainableCommander } from "ioredis";

import { DeniedReply, isWrongType, toRedisFailure, WrongTypeReply } from "./redis-failures";

/**
 * Runs a pipeline or MULTI and gives its replies in order. WRONGTYPE concerns one key and becomes a `WrongTypeReply`
 * in its place; every other error fails the whole.
 */
export async function runPipeline(pipeline: ChainableCommander): Promise<readonly unknown[]> {
  return toReplies(await exec(pipeline));
}

type RawReplies = readonly (readonly [error: Error | null, value: unknown])[];

export function toReplies(raw: RawReplies): readonly unknown[] {
  return raw.map(([error, value]) => {
    if (error === null) return value;
    if (isWrongType(error)) return new WrongTypeReply();
    throw toRedisFailure(error);
  });
}

/** As `runPipeline`, but a key that the user may not see becomes a `DeniedReply` in its place. Not for a MULTI, which is refused as a whole. */
export async function runPipelineAllowingDenials(pipeline: ChainableCommander): Promise<readonly unknown[]> {
  return (await exec(pipeline)).map(([error, value]) => {
    if (error === null) return value;
    if (isWrongType(error)) return new WrongTypeReply();
    const failure = toRedisFailure(error);
    if (failure.name === "RedisDeniedError") return new DeniedReply();
    throw failure;
  });
}

async function exec(pipeline: ChainableCommander) {
  const replies = await pipeline.exec().catch((error: unknown) => {
    throw toRedisFailure(error);
  });
  if (replies === null) throw toRedisFailure(new Error("Connection is closed."));
  return replies;
}

/** Runs one command and gives its reply, with failures as `runPipeline` has them. */
export async function runCommand<T>(command: Promise<T>): Promise<T> {
  try {
    return await command;
  } catch (error) {
    throw toRedisFailure(error);
  }
}

import "server-only";

import type { Redis } from "ioredis";

import type { HeldLimit } from "@/lib/contract/record-schemas";
import { createFlowReader } from "@/lib/redis/flow-reader";
import { createRedisLockSource } from "@/lib/redis/redis-lock-source";
import { SweepingLockWatch } from "@/lib/watch/lock-watch";
import type { ConnectionCounts } from "@/lib/watch/metrics";

import type { Env } from "./env";
import type { LimitsBook } from "./limits-book";

type Options = {
  readonly redis: Redis;
  readonly directory: { queues(): readonly string[]; knownQueues(): ReadonlySet<string> };
  readonly env: Pick<Env, "sampleMs" | "slowMs" | "stuckMs">;
  readonly limits: LimitsBook;
  readonly counts: ConnectionCounts;
  readonly now: () => number;
  readonly isWanted: () => boolean;
  readonly onSkip: () => void;
  readonly onSweep: () => void;
  readonly onFailure: (error: unknown) => void;
};

/** The sampler of a connection, and when it last swept by this machine's clock. */
export function openLockWatch({ redis, directory, env, limits, counts, now, ...told }: Options) {
  let sweptAtMs: number | null = null;
  const reader = createFlowReader({ redis, knownQueues: () => directory.knownQueues() });
  const watch = new SweepingLockWatch({
    source: createRedisLockSource({ redis, reader }),
    queues: () => directory.queues(),
    sampleMs: env.sampleMs,
    floors: { slowMs: env.slowMs, stuckMs: env.stuckMs },
    limitsOf: (queue, name) => toSetLimits(limits.of(queue, name)),
    onFailure: (error) => {
      counts.noteFailedSweep();
      told.onFailure(error);
    },
    isWanted: told.isWanted,
    onSkip: told.onSkip,
    onSweep: (_sweep, tookMs) => {
      sweptAtMs = now();
      counts.noteSweep(tookMs);
      // Other Flowlocks on this store may have set limits meanwhile.
      void limits.refresh();
      told.onSweep();
    },
  });
  return { watch, sweptAtMs: () => sweptAtMs };
}

function toSetLimits(limit: HeldLimit | null) {
  if (limit === null) return null;
  return {
    ...(limit.slowMs === null ? {} : { slowMs: limit.slowMs }),
    ...(limit.stuckMs === null ? {} : { stuckMs: limit.stuckMs }),
  };
}

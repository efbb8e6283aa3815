import { judgeChild } from "@/lib/core/causes/judge-child";
import type { JobReading } from "@/lib/core/job-reading";
import type { LockState } from "@/lib/core/lock-state";
import type { QueueReading } from "@/lib/core/queue-reading";

import { buildJobReading } from "./build-job-reading";
import { buildLockState } from "./build-lock-state";
import { buildQueueReading } from "./build-queue-reading";

/** Redis' clock in these tables. */
export const nowMs = 1_000_000;
export const parentRef = { queue: "bull:orders", id: "9912" };
export const lock = { lockId: "lock-a", workerId: "worker-a", ttlMs: 24_000 };
export const held = { state: "active", lock, processedAtMs: 400_000 } as const;
/** No worker is connected, and none checked for stalled jobs. */
export const nobody = { workers: [], stalledCheckPresent: false };

export type Given = {
  readonly child?: Partial<JobReading>;
  readonly queue?: Partial<QueueReading> | null;
  readonly lock?: Partial<LockState>;
  readonly others?: readonly QueueReading[];
  readonly withoutCheckMs?: number;
  readonly heldInQueue?: readonly Partial<LockState>[];
};

/** Judges `charge-card #77`, a child that `fulfil-order #9912` waits for. */
export function judge({
  child = {},
  queue = {},
  lock: locked,
  others = [],
  withoutCheckMs = 0,
  heldInQueue = [],
}: Given) {
  const reading = queue === null ? null : buildQueueReading(queue);
  return judgeChild({
    child: buildJobReading({ parent: { ref: parentRef, policy: "none" }, parentKey: "bull:orders:9912", ...child }),
    parent: buildJobReading({
      ref: parentRef,
      name: "fulfil-order",
      state: "waiting-children",
      children: { processed: 0, unprocessed: 1, ignored: 0, failed: 0 },
    }),
    queue: reading,
    lock: locked === undefined ? null : buildLockState(locked),
    queues: new Map([...(reading === null ? [] : [reading]), ...others].map((one) => [one.queue, one])),
    withoutStalledCheckMs: withoutCheckMs,
    heldInQueue: heldInQueue.map(buildLockState),
    nowMs,
  });
}

import { describe, expect, test } from "vitest";

import { judgeChild } from "@/lib/core/causes/judge-child";
import type { CauseId } from "@/lib/core/cause";
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

/** One cause by its table: when it is found, and the sentence that it is told with. */
export function testCause(
  cause: CauseId,
  blocked: boolean,
  table: readonly (readonly [why: string, given: Given, headline: string])[],
): void {
  describe(`the cause ${cause}`, () => {
    test.each(table)("is told where %s", (_why, given, headline) => {
      expect(judge(given)).toMatchObject({ cause, blocked, headline });
    });

    test.each(table)("tells every fact with what it was read from where %s", (_why, given) => {
      const facts = judge(given)?.facts ?? [];
      expect(facts).not.toEqual([]);
      for (const { kind, evidence } of facts) if (kind === "fact") expect(evidence).not.toEqual([]);
    });
  });
}

/** What must not be taken for a cause, and what it is instead. */
export function testNotCause(
  cause: CauseId,
  table: readonly (readonly [why: string, given: Given, instead: CauseId | null])[],
): void {
  test.each(table)(`is not ${cause} where %s`, (_why, given, instead) => {
    expect(judge(given)?.cause ?? null).toBe(instead);
  });
}

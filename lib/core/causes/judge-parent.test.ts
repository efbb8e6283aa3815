import { expect, test } from "vitest";

import { buildJobReading } from "@/lib/testing/build-job-reading";
import { buildLockState } from "@/lib/testing/build-lock-state";
import { buildQueueReading, buildWorker } from "@/lib/testing/build-queue-reading";

import type { ChildBucket } from "../flow-reader";
import type { JobReading } from "../job-reading";
import type { LockState } from "../lock-state";
import type { QueueReading } from "../queue-reading";
import { judgeParent } from "./judge-parent";

const none = { processed: 0, unprocessed: 0, ignored: 0, failed: 0 };
const pending = { ...none, unprocessed: 2 };
const child = { queue: "bull:cards", id: "7" };
const nobody = { workers: [], stalledCheckPresent: false };
const busy = { workers: [buildWorker({ hasFreeSlot: false, idleMs: 60_000 })] };

type Given = {
  readonly parent: Partial<JobReading>;
  readonly queue?: Partial<QueueReading>;
  readonly held?: readonly Partial<LockState>[];
  readonly isCut?: boolean;
  readonly children?: readonly (readonly [ChildBucket, Partial<JobReading>])[];
};

function judge({ parent, queue = {}, held = [], children = [], isCut = false }: Given) {
  return judgeParent({
    parent: buildJobReading({ ref: { queue: "bull:payments", id: "412" }, name: "settle", ...parent }),
    queue: buildQueueReading(queue),
    heldInQueue: held.map(buildLockState),
    isCut,
    children: children.map(([bucket, job]) => ({
      edge: { ref: child, bucket },
      job: buildJobReading({ ref: child, ...job }),
    })),
  });
}

test.each<[why: string, cause: string, blocked: boolean, headline: string, Given]>([
  [
    "nothing is pending",
    "parent-zero-deps",
    true,
    "settle #412 waits for nothing: its child belonged to another parent when the flow was added.",
    { parent: { state: "waiting-children", children: none } },
  ],
  [
    "an ignored failure released it early",
    "parent-released-with-pending-deps",
    true,
    "A child's failure released settle #412 while 2 children are unfinished; it will fail if it returns normally.",
    { parent: { state: "waiting", children: { ...pending, ignored: 1 } } },
  ],
  [
    "it is back in line, delayed",
    "parent-released-with-pending-deps",
    true,
    "A child's failure released settle #412 while 1 child is unfinished; it will fail if it returns normally.",
    { parent: { state: "delayed", children: { ...none, unprocessed: 1, ignored: 1 } } },
  ],
  [
    "it is marked and nobody works",
    "parent-deferred-failure",
    true,
    "settle #412 will fail as soon as a worker of payments picks it up.",
    { parent: { state: "waiting", deferredFailure: "child failed", children: { ...none, failed: 1 } }, queue: nobody },
  ],
  [
    "its failed child was removed",
    "parent-unsuccessful-child-missing",
    true,
    "settle #412 can never complete: the failed child it remembers was removed.",
    { parent: { state: "failed", children: { ...none, failed: 1 } }, children: [["failed", { state: "missing" }]] },
  ],
  [
    "it returned too early",
    "parent-failed-pending-deps",
    true,
    "settle #412's processor returned while children were pending (no `WaitingChildrenError`).",
    { parent: { state: "failed", failedReason: "Job bull:payments:412 has pending dependencies", children: pending } },
  ],
  [
    "its lock is gone",
    "parent-active-no-lock",
    true,
    "settle #412 lost its lock when it tried to complete with pending children (BullMQ < 5.45.2).",
    { parent: { state: "active", children: pending } },
  ],
  [
    "it is done",
    "parent-already-finished",
    false,
    "settle #412 already finished; these children were attached later.",
    { parent: { state: "completed", children: pending } },
  ],
])("where %s it is %s", (_why, cause, blocked, headline, given) => {
  expect(judge(given)).toMatchObject({ cause, blocked, headline });
});

const marked = { state: "waiting", deferredFailure: "child failed", children: { ...none, failed: 1 } } as const;

test.each<[why: string, cause: string | null, Given]>([
  ["a worker has a free slot", null, { parent: marked }],
  ["the workers are busy with what runs as usual", null, { parent: marked, queue: busy, held: [{}] }],
  [
    "the workers are busy with what is stuck",
    "parent-deferred-failure",
    { parent: marked, queue: busy, held: [{ verdict: "probably-stuck" }] },
  ],
  ["its queue is paused", "parent-deferred-failure", { parent: marked, queue: { paused: true } }],
])("a marked parent where %s is %s", (_why, cause, given) => {
  expect(judge(given)?.cause ?? null).toBe(cause);
});

test.each<[why: string, Given]>([
  [
    "waits for a child that was read",
    { parent: { state: "waiting-children", children: pending }, children: [["unprocessed", {}]] },
  ],
  [
    "is active with a lock",
    { parent: { state: "active", lock: { lockId: "a", workerId: "b", ttlMs: 1 }, children: pending } },
  ],
  ["was put back in line by its own processor", { parent: { state: "waiting", children: pending } }],
  ["failed by itself", { parent: { state: "failed", failedReason: "boom", children: pending } }],
  ["completed with all its children", { parent: { state: "completed", children: { ...none, processed: 2 } } }],
  [
    "remembers a failed child that exists",
    { parent: { state: "failed", children: { ...none, failed: 1 } }, children: [["failed", { state: "failed" }]] },
  ],
])("nothing is the matter with a parent that %s", (_why, given) => {
  expect(judge(given)).toBeNull();
});

test("a parent whose pending children were all left out by a bound is unknown; ones that are gone since are not", () => {
  const parent = { state: "waiting-children", children: pending } as const;
  expect(judge({ parent, isCut: true })).toMatchObject({ cause: "unknown", blocked: true });
  expect(judge({ parent })).toBeNull();
});

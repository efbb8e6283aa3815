import type { ActionId, RefusalCode } from "./action";
import { isAtLeast } from "./bullmq-version";
import type { JobReading } from "./job-reading";
import { failureUpward } from "./outcome-effects";
import type { QueueReading } from "./queue-reading";

type GuardInput = {
  readonly action: ActionId;
  readonly target: JobReading;
  /** From the parent upward. */
  readonly ancestors: readonly JobReading[];
  readonly queues: ReadonlyMap<string, QueueReading>;
  readonly writable: boolean;
  readonly pendingAtParent?: boolean | null;
};

/** From this version on a parent is failed lazily by a worker; older workers run and complete it instead. */
const lazyParentFailureSince = "5.49.2";

/** Why an action can't be done on a job as it was read; `null`: nothing speaks against it. */
export function refusalOf(input: GuardInput): RefusalCode | null {
  const { action, target, writable } = input;
  if (target.state === "missing") return "job-not-found";
  const wrong = action === "fail" || action === "retry" ? wrongTarget(input) : "not-implemented";
  if (wrong !== null) return wrong;
  return writable ? null : "read-only";
}

function wrongTarget(input: GuardInput): RefusalCode | null {
  const { action, target, ancestors, queues } = input;
  const allowed =
    action === "fail" ? target.state === "active" : target.state === "active" || target.state === "failed";
  if (!allowed) return "wrong-state";
  if (target.damaged.includes("bad-parent-json")) return "bad-parent-json";
  if (target.damaged.includes("parent-mismatch")) return "parent-mismatch";
  if (target.damaged.includes("bad-opts-json")) return "bad-opts-json";
  const queue = queues.get(target.ref.queue);
  if (target.damaged.includes("wrong-type") || queue?.damaged.includes("wrong-type") === true) return "wrong-type";
  if (action === "retry") {
    if (target.state === "active" && target.lock === null) return "lock-missing";
    return isPausedByOldVersion(queue) ? "queue-paused-v5" : null;
  }
  if (failsParentOnOldFleet(target, ancestors, queues)) return "fleet-too-old";
  return losesParent(input) ? "queue-paused-v5" : null;
}

/** The parent would be put into the waiting list of a queue that BullMQ 5 paused. */
function losesParent({ target, ancestors, queues, pendingAtParent }: GuardInput): boolean {
  const [released] = failureUpward(target, ancestors, pendingAtParent ?? null).toBePickedUp;
  return released !== undefined && released === ancestors[0] && isPausedByOldVersion(queues.get(released.ref.queue));
}

/** A BullMQ 5 queue that is paused loses what is put into `wait` when it is resumed. */
function isPausedByOldVersion(queue: QueueReading | undefined): boolean {
  if (queue === undefined || !queue.paused) return false;
  return queue.pausedListLength > 0 || isAtLeast(queue.bullmqVersion, "6.0.0") === false;
}

function failsParentOnOldFleet(
  target: JobReading,
  ancestors: readonly JobReading[],
  queues: ReadonlyMap<string, QueueReading>,
): boolean {
  const [parent] = ancestors;
  if (target.parent?.policy !== "fail-parent" || parent === undefined) return false;
  return fleetVersions(target, parent, queues).some((known) => known === false);
}

/** The target's policy fails a parent and no queue tells which BullMQ runs. */
export function isFleetUnknown(
  target: JobReading,
  ancestors: readonly JobReading[],
  queues: ReadonlyMap<string, QueueReading>,
): boolean {
  const [parent] = ancestors;
  if (target.parent?.policy !== "fail-parent" || parent === undefined) return false;
  return fleetVersions(target, parent, queues).every((known) => known === null);
}

function fleetVersions(target: JobReading, parent: JobReading, queues: ReadonlyMap<string, QueueReading>) {
  return [parent.ref.queue, target.ref.queue].map((queue) =>
    isAtLeast(queues.get(queue)?.bullmqVersion ?? null, lazyParentFailureSince),
  );
}

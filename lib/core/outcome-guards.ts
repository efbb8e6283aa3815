import type { ActionId, ActionOptions, RefusalCode } from "./action";
import { followsParentFields, misfitOf } from "./action-misfit";
import type { FitFacts } from "./action-misfit";
import { isAtLeast } from "./bullmq-version";
import type { JobReading } from "./job-reading";
import { dropEdge } from "./outcome-drop-edge";
import { failureUpward } from "./outcome-effects";
import type { QueueReading } from "./queue-reading";

type GuardInput = {
  readonly action: ActionId;
  readonly target: JobReading;
  /** From the parent upward. */
  readonly ancestors: readonly JobReading[];
  readonly queues: ReadonlyMap<string, QueueReading>;
  readonly options: ActionOptions;
  readonly writable: boolean;
  readonly pendingAtParent?: boolean | null;
  readonly removal?: { readonly refusal: RefusalCode | null } | null;
};

/** From this version on a parent is failed lazily by a worker; older workers run and complete it instead. */
const lazyParentFailureSince = "5.49.2";

/** Why an action can't be done on a job as it was read; `null`: nothing speaks against it. */
export function refusalOf(input: GuardInput): RefusalCode | null {
  const { action, options, writable } = input;
  const refusal =
    misfitOf(action, toFitFacts(input), options) ??
    input.removal?.refusal ??
    damageOf(input) ??
    fleetRefusal(input) ??
    pausedRefusal(input);
  if (refusal !== null) return refusal;
  return writable ? null : "read-only";
}

/** What decides whether the action fits the job as it was read. */
export function toFitFacts({ target, queues, pendingAtParent }: GuardInput): FitFacts {
  const queue = queues.get(target.ref.queue);
  return {
    state: target.state,
    hasLock: target.lock !== null,
    pendingAtParent: pendingAtParent ?? null,
    pendingChildren: target.children.unprocessed,
    queuePaused: queue !== undefined && (queue.paused || queue.pausedListLength > 0),
  };
}

function damageOf({ action, target, queues }: GuardInput): RefusalCode | null {
  if (followsParentFields(action)) {
    if (target.damaged.includes("bad-parent-json")) return "bad-parent-json";
    if (target.damaged.includes("parent-mismatch")) return "parent-mismatch";
    if (target.damaged.includes("bad-opts-json")) return "bad-opts-json";
  }
  const queue = queues.get(target.ref.queue);
  return target.damaged.includes("wrong-type") || queue?.damaged.includes("wrong-type") === true ? "wrong-type" : null;
}

function fleetRefusal({ action, target, ancestors, queues }: GuardInput): RefusalCode | null {
  if (action !== "fail") return null;
  const [parent] = ancestors;
  if (target.parent?.policy !== "fail-parent" || parent === undefined) return null;
  return fleetVersions(target, parent, queues).some((known) => known === false) ? "fleet-too-old" : null;
}

/** A BullMQ 5 queue that is paused loses what is put into `wait` when it is resumed. */
function pausedRefusal(input: GuardInput): RefusalCode | null {
  return putInLine(input).some((job) => isPausedByOldVersion(input.queues.get(job.ref.queue)))
    ? "queue-paused-v5"
    : null;
}

/** The jobs that the action itself puts into a waiting list. */
function putInLine({ action, target, ancestors, pendingAtParent }: GuardInput): readonly JobReading[] {
  const [parent] = ancestors;
  switch (action) {
    case "retry":
    case "put-back":
    case "promote":
    case "run-again":
    case "release-parent":
      return [target];
    case "fail":
      return failureUpward(target, ancestors, pendingAtParent ?? null).toBePickedUp.filter((job) => job === parent);
    case "detach":
    case "remove":
      return parent !== undefined && pendingAtParent === true && dropEdge(parent, "").isPickedUp ? [parent] : [];
    case "release-lock":
    case "clear-ghost-lock":
    case "resume-queue":
      return [];
  }
}

function isPausedByOldVersion(queue: QueueReading | undefined): boolean {
  if (queue === undefined || !queue.paused) return false;
  return queue.pausedListLength > 0 || isAtLeast(queue.bullmqVersion, "6.0.0") === false;
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

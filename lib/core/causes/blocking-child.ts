import type { ActionId } from "../action";
import type { CauseId } from "../cause";
import type { Evidence, Fact } from "../diagnosis";
import type { JobReading } from "../job-reading";
import { jobLabel } from "../job-label";
import type { LockState } from "../lock-state";
import type { QueueReading } from "../queue-reading";

/** A child that its parent still waits for, with everything that a cause is judged from. */
export type BlockingChild = {
  readonly child: JobReading;
  readonly parent: JobReading;
  /** The child's queue; `null` where it could not be read. */
  readonly queue: QueueReading | null;
  /** The child's lock as judged; `null` unless the child is active. */
  readonly lock: LockState | null;
  readonly queues: ReadonlyMap<string, QueueReading>;
  /** How long the child's queue was watched without `stalled-check`, in ms. */
  readonly withoutStalledCheckMs: number;
  /** What is held in the child's queue, as last swept; empty where nothing was swept. */
  readonly heldInQueue: readonly LockState[];
  readonly nowMs: number;
};

/** One cause, recognised. */
export type Finding = {
  readonly cause: CauseId;
  /** Something other than a job at work or a line that moves holds the parent up. */
  readonly blocked: boolean;
  readonly headline: string;
  readonly facts: readonly Fact[];
  readonly actions: readonly ActionId[];
  /** The job that keeps the slot which the child waits for: it is the culprit then, and follows the child in the chain. */
  readonly holder?: LockState;
};

export type CauseTest = (input: BlockingChild) => Finding | null;

export function fact(text: string, ...evidence: readonly Evidence[]): Fact {
  return { kind: "fact", text, evidence };
}

export function guess(text: string, ...evidence: readonly Evidence[]): Fact {
  return { kind: "guess", text, evidence };
}

export function unknown(text: string, ...evidence: readonly Evidence[]): Fact {
  return { kind: "unknown", text, evidence };
}

export function childLabel({ child }: BlockingChild): string {
  return jobLabel({ ...child.ref, name: child.name });
}

export function parentLabel({ parent }: BlockingChild): string {
  return jobLabel({ ...parent.ref, name: parent.name });
}

export function isWaiting({ state }: JobReading): boolean {
  return state === "waiting" || state === "prioritized";
}

/** Nobody is connected to the queue, as far as Redis tells: a guess, because a worker's name with a space hides it. */
export function nobodyWorks({
  queue,
  withoutStalledCheckMs,
}: Pick<BlockingChild, "queue" | "withoutStalledCheckMs">): boolean {
  if (queue === null || queue.stalledCheckPresent) return false;
  return queue.workers === null ? withoutStalledCheckMs >= 60_000 : queue.workers.length === 0;
}

/** Somebody is connected to the queue; where CLIENT LIST is refused, somebody checked for stalled jobs lately. */
export function somebodyWorks({ queue }: Pick<BlockingChild, "queue">): boolean {
  if (queue === null) return false;
  return queue.workers === null ? queue.stalledCheckPresent : queue.workers.length > 0;
}

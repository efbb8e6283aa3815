import type { Fact } from "../diagnosis";
import type { ChildEdge } from "../flow-reader";
import type { JobReading } from "../job-reading";
import { countOf, jobLabel } from "../job-label";
import { jobKey } from "../job-ref";
import type { LockState } from "../lock-state";
import type { QueueReading } from "../queue-reading";
import { fact } from "./blocking-child";
import type { Finding } from "./blocking-child";

/** A job that has children, with everything that its own causes are judged from. */
export type JudgedParent = {
  readonly parent: JobReading;
  /** The parent's queue; `null` where it could not be read. */
  readonly queue: QueueReading | null;
  /** What is held in the parent's queue, as last swept. */
  readonly heldInQueue: readonly LockState[];
  /** Its children as far as they were read, and whether bounds left some out. */
  readonly isCut: boolean;
  readonly children: readonly { readonly edge: ChildEdge; readonly job: JobReading | undefined }[];
};

export type ParentTest = (input: JudgedParent) => Finding | null;

export function labelOf({ parent }: JudgedParent): string {
  return jobLabel({ ...parent.ref, name: parent.name });
}

/** How many children the parent still lists as pending. */
export function pendingFact({ parent }: JudgedParent): Fact {
  const { unprocessed } = parent.children;
  return fact(`${countOf(unprocessed, "child is", "children are")} unfinished.`, {
    command: "SCARD",
    key: `${jobKey(parent.ref)}:dependencies`,
    value: String(unprocessed),
    readAtMs: parent.readAtMs,
  });
}

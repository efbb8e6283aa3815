import type { Effect } from "./action";
import type { FailurePolicy } from "./failure-policy";
import { countOf, jobLabel, queueLabel } from "./job-label";
import type { JobReading } from "./job-reading";
import type { State } from "./job-state";
import { effectOn } from "./outcome-effect";

/** What one parent meets when its child fails. */
export type ParentFate = {
  readonly kind: "fails" | "starts" | "starts-early" | "keeps-waiting" | "stays-blocked" | "already-left";
  readonly effect: Effect | null;
  readonly sentence: string;
  /** The effect goes on to the parent's own parent. */
  readonly failsToo: boolean;
  /** Nothing happens until a worker of the parent's queue picks it up. */
  readonly isPickedUp: boolean;
};

type Release = {
  readonly child: JobReading;
  readonly parent: JobReading;
  readonly policy: Exclude<FailurePolicy, "fail-parent">;
  /** The parent of the job that is acted on; further up the sentences tell what follows from that. */
  readonly first: boolean;
};

/** The child's policy fails its parent, lazily: the parent is marked, and the worker that has it or gets it fails it. */
export function failParent(parent: JobReading, first: boolean): ParentFate {
  const running = parent.state === "active";
  const name = labelOf(parent);
  const sentence = running
    ? `${name} is running. Its current run cannot complete any more: it fails when it returns.`
    : first
      ? `${name} fails as soon as a worker on ${queueLabel(parent.ref.queue)} picks it up.`
      : `Then ${name} fails too.`;
  return {
    kind: "fails",
    effect: effectOn(parent, parent.removeOnFail ? null : "failed", "its child's policy is to fail the parent"),
    sentence,
    failsToo: true,
    isPickedUp: !running,
  };
}

/** A parent that waits for children learns that one of them failed without having to fail itself. */
export function releaseParent({ child, parent, policy, first }: Release): ParentFate {
  const others = Math.max(0, parent.children.unprocessed - 1);
  const opening = first ? labelOf(parent) : `Then ${labelOf(parent)}`;
  if (policy === "none")
    return child.removeOnFail ? dropChild(parent, others, opening) : stayBlocked(child, parent, first);
  if (policy === "continue") return continueParent(parent, others, opening);
  const note = policy === "ignore" ? "It can read this failure." : "It will not see this failure.";
  if (others > 0) return keepWaiting(parent, others, `${opening} ${startsAfter(others)} ${note}`);
  return startParent(parent, releasedState(parent), `${opening} starts (nothing else is pending). ${note}`);
}

function stayBlocked(child: JobReading, parent: JobReading, first: boolean): ParentFate {
  return {
    kind: "stays-blocked",
    effect: effectOn(parent, "waiting-children", "its child has no failure policy"),
    sentence: first
      ? `${labelOf(parent)} stays blocked. This child has no failure policy.`
      : `Then ${labelOf(parent)} stays blocked. ${labelOf(child)} has no failure policy.`,
    failsToo: false,
    isPickedUp: false,
  };
}

function dropChild(parent: JobReading, others: number, opening: string): ParentFate {
  return dropFrom(parent, others, `The job is deleted, so ${opening} drops it and`);
}

/**
 * A parent whose pending child is gone goes on as if nothing had failed (BullMQ
 * `src/commands/includes/removeParentDependencyKey.lua`): straight to the waiting list whatever its delay and priority,
 * and cut from its key at the last colon, so that a parent whose id has a colon is not found.
 */
export function dropFrom(parent: JobReading, others: number, opening: string): ParentFate {
  if (others > 0) return keepWaiting(parent, others, `${opening} ${startsAfter(others)}`);
  if (!parent.ref.id.includes(":"))
    return startParent(parent, "waiting", `${opening} starts (nothing else is pending).`);
  return {
    kind: "stays-blocked",
    effect: effectOn(parent, "waiting-children", "BullMQ does not find a parent whose id has a colon"),
    sentence: `${opening} has nothing left to wait for, but stays blocked: BullMQ does not find a parent whose id has a colon.`,
    failsToo: false,
    isPickedUp: false,
  };
}

function continueParent(parent: JobReading, others: number, opening: string): ParentFate {
  if (others === 0) return startParent(parent, releasedState(parent), `${opening} starts now.`);
  const unfinished = countOf(others, "other child is", "other children are");
  const fate = startParent(parent, releasedState(parent), `${opening} starts now, while ${unfinished} unfinished.`);
  return { ...fate, kind: "starts-early" };
}

function startParent(parent: JobReading, to: State, sentence: string): ParentFate {
  return {
    kind: "starts",
    effect: effectOn(parent, to, "its child lets it start"),
    sentence,
    failsToo: false,
    isPickedUp: true,
  };
}

function keepWaiting(parent: JobReading, others: number, sentence: string): ParentFate {
  const why = `it waits for ${countOf(others, "other child", "other children")}`;
  return {
    kind: "keeps-waiting",
    effect: effectOn(parent, "waiting-children", why),
    sentence,
    failsToo: false,
    isPickedUp: false,
  };
}

function startsAfter(others: number): string {
  return others === 1
    ? "starts when its other child finishes."
    : `starts when its other ${countOf(others, "child", "children")} finish.`;
}

/** BullMQ `src/commands/includes/moveParentToWait.lua`: a parent keeps its delay and priority. */
export function releasedState(parent: JobReading): State {
  if (parent.delayMs > 0) return "delayed";
  return parent.priority > 0 ? "prioritized" : "waiting";
}

function labelOf(job: JobReading): string {
  return jobLabel({ ...job.ref, name: job.name });
}

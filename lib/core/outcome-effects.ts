import type { Effect } from "./action";
import { formatDuration } from "./format-duration";
import { countOf, jobLabel } from "./job-label";
import type { JobReading } from "./job-reading";
import { isFinished } from "./job-state";
import { failParent, releaseParent } from "./outcome-parent";
import type { ParentFate } from "./outcome-parent";

export type ParentsFate = {
  readonly effects: readonly Effect[];
  /** Sentences for the dialog's block "Its parents". */
  readonly sentences: readonly string[];
  readonly staysBlocked: boolean;
  readonly startsEarly: boolean;
  readonly rootFails: boolean;
  readonly alreadyLeft: boolean;
  /** Parents that a worker of their queue must pick up. */
  readonly toBePickedUp: readonly JobReading[];
};

/**
 * What a child's failure does to its parents, upward until the effect stops (BullMQ
 * `src/commands/includes/moveChildFromDependenciesIfNeeded.lua`). `pendingAtParent` is false where the child is not
 * among its parent's `:dependencies` any more, so that its end changes nothing there.
 */
export function failureUpward(
  target: JobReading,
  ancestors: readonly JobReading[],
  pendingAtParent: boolean | null,
): ParentsFate {
  const steps: Step[] = [];
  let child = target;
  for (const parent of ancestors) {
    const first = steps.length === 0;
    const fate = first && pendingAtParent === false ? letGo(parent) : stepUp(child, parent, first);
    steps.push({ parent, fate });
    if (!fate.failsToo) break;
    child = parent;
  }
  const fates = steps.map(({ fate }) => fate);
  return {
    effects: fates.flatMap(({ effect }) => effect ?? []),
    sentences:
      ancestors.length === 0
        ? [target.parentKey === null ? "It has no parent." : "Its parent is gone."]
        : toSentences(steps),
    staysBlocked: fates.some(({ kind }) => kind === "stays-blocked"),
    startsEarly: fates.some(({ kind }) => kind === "starts-early"),
    alreadyLeft: fates.some(({ kind }) => kind === "already-left"),
    rootFails: steps.length === ancestors.length && fates.at(-1)?.failsToo === true,
    toBePickedUp: steps.filter(({ fate }) => fate.isPickedUp).map(({ parent }) => parent),
  };
}

function stepUp(child: JobReading, parent: JobReading, first: boolean): ParentFate {
  const policy = child.parent?.policy ?? "none";
  if (parent.state === "missing" || parent.state === "none") return alreadyLeft(`${labelOf(parent)} is gone.`);
  if (isFinished(parent.state))
    return alreadyLeft(`${labelOf(parent)} is ${parent.state} already: this does not change it.`);
  if (policy === "fail-parent") return failParent(parent, first);
  if (parent.state === "waiting-children") return releaseParent({ child, parent, policy, first });
  const pending = policy === "none" && !child.removeOnFail;
  return alreadyLeft(
    `${labelOf(parent)} is ${parent.state} already.` +
      (pending ? " With this child unfinished it fails if it returns normally." : " This does not change it."),
  );
}

function letGo(parent: JobReading): ParentFate {
  return alreadyLeft(`${labelOf(parent)} does not wait for it any more: this does not change it.`);
}

function alreadyLeft(sentence: string): ParentFate {
  return { kind: "already-left", effect: null, sentence, failsToo: false, isPickedUp: false };
}

type Step = { readonly parent: JobReading; readonly fate: ParentFate };

function toSentences(steps: readonly Step[]): readonly string[] {
  const failing = steps.filter(({ fate }) => fate.failsToo);
  const othersRun = failing.some(({ parent }) => parent.children.unprocessed > 1);
  const delayed = steps.filter(({ parent, fate }) => fate.isPickedUp && isDelayedFirst(parent, fate));
  return [
    ...steps.map(({ fate }) => fate.sentence),
    ...(failing.length > 1 ? [`${countOf(failing.length, "job")} will fail.`] : []),
    ...(othersRun ? ["Other running children are not stopped."] : []),
    ...delayed.map(({ parent }) => `${labelOf(parent)} has a delay of ${formatDuration(parent.delayMs)}.`),
  ];
}

/** A delayed parent waits for its delay before a worker may have it. */
function isDelayedFirst(parent: JobReading, { effect }: ParentFate): boolean {
  return parent.state === "waiting-children" && parent.delayMs > 0 && effect?.to !== "waiting";
}

function labelOf(job: JobReading): string {
  return jobLabel({ ...job.ref, name: job.name });
}

import type { WarningCode } from "./action";
import type { OutcomeDescription, OutcomeInput } from "./build-outcome";
import { countOf, jobLabel } from "./job-label";
import type { JobReading } from "./job-reading";
import { isFinished } from "./job-state";
import { dropEdge } from "./outcome-drop-edge";
import { effectOn } from "./outcome-effect";
import type { ParentFate } from "./outcome-parent";
import { pickUpOf } from "./outcome-pick-up";

/** Deleting a job that nobody holds, with or without what is below it. */
export function describeRemove(input: OutcomeInput): OutcomeDescription {
  const { target, ancestors, queues } = input;
  const fate = fateOfParent(input);
  const pickUp = pickUpOf(fate.isPickedUp ? ancestors.slice(0, 1) : [], queues, "no-worker-for-parent");
  return {
    effects: [effectOn(target, null, "removed by the operator"), ...(fate.effect === null ? [] : [fate.effect])],
    warnings: ["data-deleted", ...childWarnings(input), ...parentWarnings(fate), ...pickUp.warnings],
    text: [
      ownSentences(input),
      [fate.sentence, ...pickUp.sentences].join(" "),
      isFinished(target.state) || target.state === "none" ? "Nothing of it is running." : "It has not been started.",
      "This cannot be undone.",
    ],
  };
}

type RemovedFate = ParentFate & { readonly neverCompletes?: true };

function fateOfParent({ target, ancestors: [parent], pendingAtParent }: OutcomeInput): RemovedFate {
  const nothing = { kind: "already-left", effect: null, failsToo: false, isPickedUp: false } as const;
  if (parent === undefined)
    return { ...nothing, sentence: target.parentKey === null ? "It has no parent." : "Its parent is gone." };
  const name = jobLabel({ ...parent.ref, name: parent.name });
  if (pendingAtParent !== false) return dropEdge(parent, `The job is deleted, so ${name} drops it and`);
  if (remembersFailure(target, parent))
    return {
      ...nothing,
      neverCompletes: true,
      sentence: `${name} remembers this failure, and can never complete then.`,
    };
  return { ...nothing, sentence: `${name} does not wait for it any more: this does not change it.` };
}

/** BullMQ refuses to complete a parent while `:unsuccessful` names a child; only the child's own retry takes it out. */
function remembersFailure({ state, parent: link }: JobReading, parent: JobReading): boolean {
  return (
    state === "failed" && link?.policy === "fail-parent" && parent.children.failed > 0 && parent.state !== "completed"
  );
}

function ownSentences(input: OutcomeInput): string {
  const { target, options, removal = null } = input;
  if (options.children !== true || removal === null || removal.jobs === 0) {
    const left = target.children.unprocessed;
    return left === 0
      ? "Deletes the job and its logs."
      : `Deletes the job and its logs. Its ${countOf(left, "unfinished child goes", "unfinished children go")} on and tell nobody.`;
  }
  const locked =
    removal.locked === 0
      ? ""
      : ` ${countOf(removal.locked, "child holds a lock", "children hold locks")}, so this will be refused until they are released.`;
  return `Deletes the job, its logs and ${countOf(removal.jobs, "job")} below it, ${removal.unfinished} of them unfinished.${locked}`;
}

function childWarnings({ target, options, removal = null }: OutcomeInput): readonly WarningCode[] {
  if (options.children === true && removal !== null && removal.jobs > 0) return ["children-deleted"];
  return target.children.unprocessed > 0 ? ["children-left-behind"] : [];
}

function parentWarnings({ kind, neverCompletes }: RemovedFate): readonly WarningCode[] {
  if (neverCompletes === true) return ["parent-never-completes"];
  return kind === "stays-blocked" ? ["parent-stays-blocked"] : [];
}

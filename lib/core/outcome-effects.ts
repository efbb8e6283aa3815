import type { Effect } from "./action";
import type { JobReading } from "./job-reading";
import { countOf, jobLabel, queueLabel } from "./job-label";
import type { State } from "./job-state";

export type ParentsFate = {
  readonly effects: readonly Effect[];
  /** Sentences for the dialog's block "Its parents". */
  readonly sentences: readonly string[];
  readonly staysBlocked: boolean;
  readonly startsEarly: boolean;
  readonly rootFails: boolean;
  /** Parents that a worker of their queue must pick up. */
  readonly toBePickedUp: readonly JobReading[];
  readonly alreadyLeft: boolean;
};

/**
 * What a child's failure does to its parents, upward until the effect stops (BullMQ
 * `src/commands/includes/moveChildFromDependenciesIfNeeded.lua`; measured on 5.81.5 and 6.7.0).
 */
export function failureUpward(target: JobReading, ancestors: readonly JobReading[]): ParentsFate {
  const fate = emptyFate();
  let child = target;
  for (const [index, parent] of ancestors.entries()) {
    if (parent.state !== "waiting-children") {
      fate.alreadyLeft = true;
      fate.sentences.push(`${label(parent)} is ${parent.state} already: this does not change it.`);
      break;
    }
    if (!passUpward(fate, child, parent)) break;
    fate.rootFails = index === ancestors.length - 1;
    child = parent;
  }
  if (ancestors.length === 0) fate.sentences.push("It has no parent.");
  return fate;
}

type MutableFate = {
  -readonly [Key in keyof ParentsFate]: ParentsFate[Key] extends readonly (infer Item)[] ? Item[] : ParentsFate[Key];
};

function emptyFate(): MutableFate {
  return {
    effects: [],
    sentences: [],
    staysBlocked: false,
    startsEarly: false,
    rootFails: false,
    toBePickedUp: [],
    alreadyLeft: false,
  };
}

/** Answers whether the parent fails too, so that the effect goes on upward. */
function passUpward(fate: MutableFate, child: JobReading, parent: JobReading): boolean {
  const others = Math.max(0, parent.children.unprocessed - 1);
  const policy = child.parent?.policy ?? "none";
  switch (policy) {
    case "fail-parent":
      fate.effects.push(effect(parent, "failed", "its child's policy is to fail the parent"));
      fate.toBePickedUp.push(parent);
      fate.sentences.push(
        `${label(parent)} fails as soon as a worker on ${queueLabel(parent.ref.queue)} picks it up.` +
          (others > 0 ? " Other running children are not stopped." : ""),
      );
      return true;
    case "continue":
      fate.effects.push(effect(parent, releasedState(parent), "its child's policy is to continue the parent"));
      fate.toBePickedUp.push(parent);
      fate.startsEarly = others > 0;
      fate.sentences.push(
        others > 0
          ? `${label(parent)} starts now, while ${countOf(others, "other child is", "other children are")} unfinished.`
          : `${label(parent)} starts now.`,
      );
      return false;
    case "ignore":
    case "remove":
      settleEdge(fate, parent, others, policy === "ignore" ? "It can read this failure." : "It will not see this failure.");
      return false;
    case "none":
      if (child.removeOnFail) {
        settleEdge(fate, parent, others, "The job is deleted, so its parent drops it as if nothing had failed.");
        return false;
      }
      fate.effects.push(effect(parent, "waiting-children", "this child has no failure policy"));
      fate.staysBlocked = true;
      fate.sentences.push(`${label(parent)} stays blocked. This child has no failure policy.`);
      return false;
  }
}

/** The edge goes; the parent starts where it was the last one. */
function settleEdge(fate: MutableFate, parent: JobReading, others: number, note: string): void {
  if (others > 0) {
    fate.effects.push(effect(parent, "waiting-children", `it waits for ${countOf(others, "other child", "other children")}`));
    fate.sentences.push(`${label(parent)} starts when its other ${countOf(others, "child finishes", "children finish")}. ${note}`);
    return;
  }
  fate.effects.push(effect(parent, releasedState(parent), "nothing else is pending"));
  fate.toBePickedUp.push(parent);
  fate.sentences.push(`${label(parent)} starts (nothing else is pending). ${note}`);
}

/** BullMQ `src/commands/includes/moveParentToWait.lua`: a parent keeps its delay and priority. */
function releasedState(parent: JobReading): State {
  if (parent.delayMs > 0) return "delayed";
  return parent.priority > 0 ? "prioritized" : "waiting";
}

function effect(job: JobReading, to: State, why: string): Effect {
  return { job: { ...job.ref, name: job.name }, from: job.state, to, why };
}

function label(job: JobReading): string {
  return jobLabel({ ...job.ref, name: job.name });
}

import type { ActionId, ActionOptions, RefusalCode } from "./action";
import type { State } from "./job-state";

/** What decides whether an action fits a job, as a preview reads it and as it is read again at the moment of acting. */
export type FitFacts = {
  readonly state: State;
  readonly hasLock: boolean;
  /** Among the `:dependencies` of the parent that it names, or that it is to be detached from; `null`: no such parent. */
  readonly pendingAtParent: boolean | null;
  readonly pendingChildren: number;
  /** Paused, or with jobs in the list that BullMQ 5 pauses into. */
  readonly queuePaused: boolean;
};

/** Why an action does not fit a job in its present state; `null`: it fits. */
export function misfitOf(action: ActionId, facts: FitFacts, options: ActionOptions): RefusalCode | null {
  const { state, hasLock } = facts;
  if (action === "detach") return detachMisfit(facts, options);
  if (state === "missing") return "job-not-found";
  switch (action) {
    case "fail":
      return inState(state, "active");
    case "retry":
      if (state === "active") return hasLock ? null : "lock-missing";
      return inState(state, "failed");
    case "put-back":
      if (state === "active") return hasLock ? "lock-held" : null;
      return inState(state, "none");
    case "release-lock":
      return inState(state, "active") ?? (hasLock ? null : "lock-missing");
    case "clear-ghost-lock":
      if (state === "active") return "wrong-state";
      return hasLock ? null : "no-ghost-lock";
    case "promote":
      return inState(state, "delayed");
    case "run-again":
      return inState(state, "completed");
    case "remove":
      if (hasLock) return "lock-held";
      return state === "active" ? "wrong-state" : null;
    case "release-parent":
      return inState(state, "waiting-children") ?? (facts.pendingChildren > 0 ? "children-pending" : null);
    case "resume-queue":
      return facts.queuePaused ? null : "queue-not-paused";
  }
}

/** Whether the action's script follows the job's parent fields, so that they must be whole. */
export function followsParentFields(action: ActionId): boolean {
  return following.has(action);
}

const following: ReadonlySet<ActionId> = new Set(["fail", "retry", "put-back", "run-again", "remove"]);

function detachMisfit({ state, pendingAtParent }: FitFacts, { parent }: ActionOptions): RefusalCode | null {
  if (pendingAtParent === true) return null;
  if (parent !== undefined) return "not-pending";
  return state === "missing" || pendingAtParent === null ? "parent-required" : "not-pending";
}

function inState(state: State, wanted: State): RefusalCode | null {
  return state === wanted ? null : "wrong-state";
}

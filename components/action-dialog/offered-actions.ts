import type { ActionId, ActionOptions } from "@/lib/core/action";
import type { FlowNode } from "@/lib/core/flow-view";
import { countOf } from "@/lib/core/job-label";

import { actionWords } from "./action-words";
import { withDots } from "./at-once";

export type OfferedAction = {
  readonly action: ActionId;
  readonly label: string;
  /** Why it can't be done now; `null`: it can be previewed. */
  readonly off: string | null;
  readonly options?: ActionOptions;
};

type Target = Pick<FlowNode, "state" | "attempts" | "parent" | "children" | "cause"> & {
  readonly lock: { readonly ttlMs: number } | null;
};

/** What can be done to a job in its state; what is usual but can't be done now stays in the list with its reason. */
export function offeredActions(target: Target): readonly OfferedAction[] {
  const { state, attempts, lock } = target;
  const held = state === "active" && lock !== null && lock.ttlMs > 0;
  const fail = {
    action: "fail",
    label: `Fail…${state === "active" ? skippedTries(attempts) : ""}`,
    off: state === "active" ? null : failOff(state),
  } as const;
  const retry = { ...offer("retry"), off: held || state === "failed" ? null : retryOff(state) };
  const lost = (state === "active" && !held) || state === "none";
  return [...(lost ? [offer("put-back")] : []), fail, retry, ...others(target, held)];
}

function others(target: Target, held: boolean): readonly OfferedAction[] {
  const { state, parent, children, cause } = target;
  const offered: OfferedAction[] = [];
  if (cause === "child-failed-zombie-lock") offered.push(offer("clear-ghost-lock"));
  if (cause === "queue-paused" || cause === "stranded-in-paused-list") offered.push(offer("resume-queue"));
  if (held) offered.push(offer("release-lock"));
  if (state === "delayed") offered.push(offer("promote"));
  if (state === "waiting-children") offered.push({ ...offer("release-parent"), off: releaseOff(children.unprocessed) });
  if (state === "completed") offered.push(offer("run-again"));
  if (parent !== null && (state !== "completed" || cause === "child-completed-still-listed"))
    offered.push({ ...offer("detach"), options: { parent } });
  if (state !== "missing" && state !== "active") offered.push(offer("remove"));
  return offered;
}

function offer(action: ActionId): OfferedAction {
  return { action, label: withDots(action, actionWords(action).verb), off: null };
}

/** ` (skips 2 remaining tries)`: what failing a job takes from it; nothing where none is left. */
export function skippedTries(attempts: FlowNode["attempts"] | null): string {
  const left = attempts === null ? 0 : Math.max(0, attempts.max - attempts.made - 1);
  return left === 0 ? "" : ` (skips ${countOf(left, "remaining try", "remaining tries")})`;
}

function failOff(state: FlowNode["state"]): string {
  if (state === "waiting-children") return "BullMQ fails active jobs only. Act on the job that blocks it.";
  if (state === "failed") return "It has failed already.";
  if (state === "completed") return "It has completed.";
  if (state === "missing") return "It is not in Redis any more.";
  return "BullMQ fails active jobs only.";
}

function retryOff(state: FlowNode["state"]): string {
  if (state === "waiting-children") return "It waits for its children. Act on the job that blocks it.";
  if (state === "active") return "Its lock is gone: put it back in line, or the stalled check does.";
  if (state === "completed") return "It has completed.";
  if (state === "missing") return "It is not in Redis any more.";
  return "It has not run yet.";
}

function releaseOff(pending: number): string | null {
  return pending === 0 ? null : `It waits for ${countOf(pending, "child", "children")}.`;
}

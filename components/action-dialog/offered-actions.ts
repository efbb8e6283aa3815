import type { ActionId } from "@/lib/core/action";
import type { FlowNode } from "@/lib/core/flow-view";
import { countOf } from "@/lib/core/job-label";

export type OfferedAction = {
  readonly action: ActionId;
  readonly label: string;
  /** Why it can't be done now; `null`: it can be previewed. */
  readonly off: string | null;
};

type Target = Pick<FlowNode, "state" | "attempts"> & { readonly lock: { readonly ttlMs: number } | null };

/** What can be done to a job in its state; what can't stays in the list with its reason. */
export function offeredActions({ state, attempts, lock }: Target): readonly OfferedAction[] {
  const held = state === "active" && lock !== null && lock.ttlMs > 0;
  return [
    {
      action: "fail",
      label: `Fail…${state === "active" ? skippedTries(attempts) : ""}`,
      off: state === "active" ? null : failOff(state),
    },
    { action: "retry", label: "Retry…", off: held || state === "failed" ? null : retryOff(state) },
  ];
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
  if (state === "active") return "Its lock is gone: the stalled check puts it back in line.";
  if (state === "completed") return "It has completed.";
  if (state === "missing") return "It is not in Redis any more.";
  return "It has not run yet.";
}

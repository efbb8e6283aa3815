import type { ActionId } from "@/lib/core/action";
import type { FlowNode } from "@/lib/core/flow-view";

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
  const left = Math.max(0, attempts.max - attempts.made - 1);
  return [
    {
      action: "fail",
      label:
        left > 0 && state === "active" ? `Fail… (skips ${left} remaining ${left === 1 ? "try" : "tries"})` : "Fail…",
      off: state === "active" ? null : failOff(state),
    },
    { action: "retry", label: "Retry…", off: held || state === "failed" ? null : retryOff(state) },
  ];
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

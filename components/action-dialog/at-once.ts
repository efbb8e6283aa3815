import type { ActionId } from "@/lib/core/action";

/** Harmless and asked for by one click: done without a dialog. */
export function isAtOnce(action: ActionId): boolean {
  return action === "promote" || action === "resume-queue";
}

/** Dots say that something is asked before it is done. */
export function withDots(action: ActionId, text: string): string {
  return isAtOnce(action) ? text : `${text}…`;
}

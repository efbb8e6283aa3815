import type { ActionId, ActionOptions, RefusalCode, Seen } from "@/lib/core/action";
import { misfitOf } from "@/lib/core/action-misfit";

import { isAsSeen } from "./read-guard";
import type { Guard } from "./read-guard";

/** Why a job may not be acted on as it is at this moment; `null`: nothing speaks against it. */
export function guardRefusal(
  request: { readonly action: ActionId; readonly seen: Seen; readonly options: ActionOptions },
  guard: Guard,
): RefusalCode | null {
  const { action, seen, options } = request;
  // What is of the wrong type reads as if it were not there.
  if (guard.damage === "wrong-type") return guard.damage;
  if (!guard.exists && seen.state !== "missing") return "job-not-found";
  if (!isAsSeen(guard, seen)) return "conflict";
  if (guard.damage !== null) return guard.damage;
  if (guard.token !== null && isBypass(guard.token) && action !== "clear-ghost-lock") return "lock-bypass-token";
  return misfitOf(action, { ...guard, state: guard.state ?? seen.state, hasLock: guard.token !== null }, options);
}

/** Tokens that BullMQ takes for no token or for leave to skip the check. */
function isBypass(token: string): boolean {
  return token === "" || token === "0";
}

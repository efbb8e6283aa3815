import type { ActionId, RefusalCode, Seen } from "@/lib/core/action";

import { isAsSeen } from "./read-guard";
import type { Guard } from "./read-guard";

/** Why a job may not be acted on as it is at this moment; `null`: nothing speaks against it. */
export function guardRefusal(
  request: { readonly action: ActionId; readonly seen: Seen },
  guard: Guard,
): RefusalCode | null {
  const { action, seen } = request;
  if (action !== "fail" && action !== "retry") return "not-implemented";
  if (!guard.exists) return "job-not-found";
  if (!isAsSeen(guard, seen)) return "conflict";
  if (guard.damage !== null) return guard.damage;
  if (guard.token === "" || guard.token === "0") return "lock-bypass-token";
  if (action === "fail") return guard.active ? null : "wrong-state";
  return guard.active && guard.token === null ? "lock-missing" : null;
}

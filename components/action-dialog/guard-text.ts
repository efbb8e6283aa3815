import type { ActionId, Seen } from "@/lib/core/action";

/** What has to be still so for anything to be changed: it is compared when the action runs. */
export function guardText(action: ActionId, { state, lockId }: Pick<Seen, "state" | "lockId">): string {
  if (action === "release-parent") return "Nothing changes if it waits for a child again.";
  if (lockId !== null) return "Nothing changes if the lock has moved.";
  if (state === "active") return "Nothing changes if a worker has taken it meanwhile.";
  if (state === "none") return "Nothing changes if it is in a list again.";
  if (state === "missing") return "Nothing changes if its parent has let go of it meanwhile.";
  return `Nothing changes if it is not ${state} any more.`;
}

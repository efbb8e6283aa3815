import type { Health } from "@/lib/contract/health-schema";

import { instantText } from "./clock";

type Records = Health["connections"][number]["records"];

/** Where Flowlock's own records (activity, limits) are, and what that means. */
export function recordsText({ store, state, memorySinceAtMs }: Records): string {
  if (store === "redis" && state === "away") return "Kept in Redis, which does not answer; they wait in memory.";
  if (memorySinceAtMs === null) return "Kept in Redis.";
  const since = `Kept in memory since ${instantText(memorySinceAtMs)}; a restart forgets them.`;
  return state === "denied" ? `${since} Redis refuses to keep them: the user needs ~flowlock:*.` : since;
}

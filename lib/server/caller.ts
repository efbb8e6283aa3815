import "server-only";

import type { ActivityEntry } from "@/lib/contract/record-schemas";

/** Who sent a request. Without sign-in whoever reaches Flowlock is an operator without a name. */
export type Caller = Pick<ActivityEntry, "requestId" | "operator" | "role" | "address">;

/** Addresses in headers are a stranger's claim, and route handlers see no socket: none is recorded. */
export function callerOf(requestId: string): Caller {
  return { requestId, operator: null, role: "operator", address: null };
}

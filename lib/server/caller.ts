import "server-only";

import type { ActivityEntry } from "@/lib/contract/record-schemas";

import { peerHeader } from "./env";

/** Who sent a request. Without sign-in whoever reaches Flowlock is an operator without a name. */
export type Caller = Pick<ActivityEntry, "requestId" | "operator" | "role" | "address">;

/** Forwarding headers are a stranger's claim, so the address is the socket's: a reverse proxy's where there is one. */
export function callerOf(requestId: string, headers?: Headers): Caller {
  const address = peerHeader === null ? null : headers?.get(peerHeader);
  // An IPv4 peer of a socket that listens on both.
  return { requestId, operator: null, role: "operator", address: address?.replace(/^::ffff:/, "") || null };
}

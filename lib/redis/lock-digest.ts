import { createHash } from "node:crypto";

import type { LockReading } from "@/lib/core/job-reading";

/** Twelve hex digits of SHA-256: enough to compare, useless to act with. */
function shortDigest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** Digests of a lock's token, whose part before the colon names the worker instance (BullMQ `src/classes/worker.ts`, `getNextJob`). */
export function digestToken(token: string): { readonly lockId: string; readonly workerId: string } {
  const colon = token.lastIndexOf(":");
  return { lockId: shortDigest(token), workerId: shortDigest(colon < 0 ? token : token.slice(0, colon)) };
}

/** A lock from the replies of GET and PTTL; `null` where there is none. A lock without a time to live counts as held for 0 ms more. */
export function toLockReading(token: unknown, ttlMs: unknown): LockReading | null {
  if (typeof token !== "string" || typeof ttlMs !== "number" || ttlMs === -2) return null;
  return { ...digestToken(token), ttlMs: Math.max(0, ttlMs) };
}

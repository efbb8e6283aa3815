import type { ActionResult, RefusalCode } from "@/lib/core/action";
import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

export type ActionFailure = Pick<ActionResult, "result"> & { readonly code: RefusalCode };

/** BullMQ `src/enums/error-code.ts`: what its scripts answer when they change nothing. */
const codeByScriptAnswer = new Map<unknown, RefusalCode>([
  [-1, "job-not-found"],
  [-2, "finished-first"],
  [-3, "conflict"],
  [-6, "lock-moved"],
]);

/** First words of Redis' replies to a write that it did not take. */
const codeByReply = new Map<string, RefusalCode>([
  ["READONLY", "redis-readonly"],
  ["OOM", "redis-out-of-memory"],
  ["NOPERM", "redis-denied"],
  ["LOADING", "redis-unavailable"],
  ["BUSY", "redis-unavailable"],
  ["MISCONF", "redis-unavailable"],
  ["NOREPLICAS", "redis-unavailable"],
  ["MASTERDOWN", "redis-unavailable"],
  ["CLUSTERDOWN", "redis-unavailable"],
  ["TRYAGAIN", "redis-unavailable"],
]);

/** What a failed script means. A timeout or a lost connection in the middle means that nobody knows. */
export function toActionFailure(error: unknown): ActionFailure {
  if (!(error instanceof Error)) return unknown;
  const skipped = "code" in error ? codeByScriptAnswer.get(error.code) : undefined;
  if (skipped !== undefined) return { result: "skipped", code: skipped };
  const [reply = ""] = error.message.split(" ", 1);
  const refused = codeByReply.get(reply);
  return refused === undefined ? unknown : { result: "refused", code: refused };
}

/** What a failure of the reads that come before an action means: nothing was sent yet. */
export function toReadFailure(error: unknown): ActionFailure {
  if (isRedisUnavailable(error)) return { result: "refused", code: "redis-unavailable" };
  if (isRedisDenied(error)) return { result: "refused", code: "redis-denied" };
  throw error;
}

const unknown = { result: "unknown", code: "unknown-outcome" } as const;

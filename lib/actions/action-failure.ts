import type { ActionResult, RefusalCode } from "@/lib/core/action";
import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";
import { replyCode } from "@/lib/redis/redis-failures";

export type Ending = Pick<ActionResult, "result" | "code" | "denied">;

export const done: Ending = { result: "done", code: null };

/** Something else happened to the job in the meantime. */
const skippedCodes: ReadonlySet<RefusalCode> = new Set(["conflict", "job-not-found", "finished-first", "lock-moved"]);

export function toEnding(code: RefusalCode): Ending {
  if (code === "unknown-outcome") return { result: "unknown", code };
  return { result: skippedCodes.has(code) ? "skipped" : "refused", code };
}

/** BullMQ `src/enums/error-code.ts`: what its scripts answer when they change nothing. */
const codeByScriptAnswer = new Map<unknown, RefusalCode>([
  [-1, "job-not-found"],
  [-2, "finished-first"],
  [-3, "conflict"],
  [-5, "not-pending"],
  [-6, "lock-moved"],
  [-8, "scheduled-job"],
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
export function toActionFailure(error: unknown): Ending {
  if (!(error instanceof Error)) return toEnding("unknown-outcome");
  const code = ("code" in error ? codeByScriptAnswer.get(error.code) : undefined) ?? codeByReply.get(replyCode(error));
  return toEnding(code ?? "unknown-outcome");
}

/** What a failure of the reads that come before an action means: nothing was sent yet. */
export function toReadFailure(error: unknown): Ending {
  if (isRedisUnavailable(error)) return toEnding("redis-unavailable");
  if (isRedisDenied(error)) return { ...toEnding("redis-denied"), denied: error.command };
  throw error;
}

import type { ActionResult, RefusalCode } from "@/lib/core/action";
import { RedisDeniedError, RedisUnavailableError } from "@/lib/core/redis-failure";
import { toRedisFailure } from "@/lib/redis/redis-failures";

export type ActionFailure = Pick<ActionResult, "result"> & { readonly code: RefusalCode };

/** BullMQ `src/enums/error-code.ts`: what its scripts answer when they change nothing. */
const codeByScriptAnswer = new Map<number, RefusalCode>([
  [-1, "job-not-found"],
  [-2, "finished-first"],
  [-3, "conflict"],
  [-6, "lock-moved"],
]);

/** What a failed action means. A timeout or a lost connection in the middle means that nobody knows. */
export function toActionFailure(error: unknown): ActionFailure {
  if (!(error instanceof Error)) return { result: "unknown", code: "unknown-outcome" };
  const scriptAnswer = "code" in error && typeof error.code === "number" ? codeByScriptAnswer.get(error.code) : undefined;
  if (scriptAnswer !== undefined) return { result: "skipped", code: scriptAnswer };
  if (error.message.startsWith("READONLY")) return { result: "refused", code: "redis-readonly" };
  if (error.message.startsWith("OOM")) return { result: "refused", code: "redis-out-of-memory" };
  const failure = toRedisFailure(error);
  if (failure instanceof RedisDeniedError) return { result: "refused", code: "redis-denied" };
  if (failure instanceof RedisUnavailableError && (failure.reason === "loading" || failure.reason === "busy"))
    return { result: "refused", code: "unknown-outcome" };
  return { result: "unknown", code: "unknown-outcome" };
}

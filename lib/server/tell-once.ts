import "server-only";

import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";

import { describeError, log } from "./log";

/** The look-out tells when Redis is away or refuses us; of the rest (a refused command, our own mistake) each kind is told once. */
export function tellOnce(id: string): (error: unknown) => void {
  const told = new Set<string>();
  return (error) => {
    if (isRedisUnavailable(error) || (isRedisDenied(error) && error.kind === "authentication")) return;
    const code = isRedisDenied(error) ? `${error.kind}: ${error.command}` : "unexpected";
    if (told.has(code)) return;
    told.add(code);
    log("warn", "Redis can't be read in the background.", { connection: id, code, ...describeError(error) });
  };
}

/** What is the matter with a Redis, or with what BullMQ keeps in it. Closed: part of the public API. */
export const redisWarningCodes = [
  "restarted",
  "maxmemory-policy",
  "replica",
  "client-list-denied",
  "time-denied",
  "scripts-denied",
  "no-dry-run",
  "dry-run-denied",
  "actions-denied",
  "prefix-without-braces",
  "key-prefix",
  "mixed-versions",
  "version-renews-after-end",
  "version-loses-parent-lock",
  "version-ignores-deferred-failure",
  "phantom-queues",
] as const;

export type RedisWarningCode = (typeof redisWarningCodes)[number];

export type RedisWarning = { readonly code: RedisWarningCode; readonly text: string };

/** Those that make answers wrong or actions impossible: they stand on every page, the others in the settings. */
const graveCodes: ReadonlySet<string> = new Set([
  "restarted",
  "maxmemory-policy",
  "replica",
  "client-list-denied",
  "dry-run-denied",
  "actions-denied",
  "prefix-without-braces",
  "key-prefix",
] satisfies RedisWarningCode[]);

export function isGrave(code: string): boolean {
  return graveCodes.has(code);
}

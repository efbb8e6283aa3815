import "server-only";

import type { ActivityQuery } from "@/lib/contract/query-schemas";
import type { ActivityEntry } from "@/lib/contract/record-schemas";

export type ActivityFilter = Omit<ActivityQuery, "cursor" | "limit">;

/** Whether an entry matches every part of the filter that is there. */
export function matchesActivity(filter: ActivityFilter, entry: ActivityEntry): boolean {
  const { what, result, queue, job, who, operation, q = "", sinceAtMs = 0, untilAtMs = Infinity } = filter;
  const exact = [
    [what, entry.what],
    [result, entry.result],
    [queue, entry.job?.queue],
    [job, entry.job?.id],
    [operation, entry.operationId],
  ] as const;
  if (exact.some(([wanted, is]) => wanted !== undefined && wanted !== is)) return false;
  if (who !== undefined && who !== entry.operator && who !== entry.address) return false;
  if (entry.atMs < sinceAtMs || entry.atMs > untilAtMs) return false;
  const text = q.trim().toLowerCase();
  const { job: its, operator, address, reason } = entry;
  return [its?.queue, its?.id, operator, address, reason].some((part) => (part ?? "").toLowerCase().includes(text));
}

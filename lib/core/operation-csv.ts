import type { ActionResult } from "./action";
import { toCsv } from "./csv";

const columns = ["queue", "id", "result", "code", "state_before", "state_after", "attempts_after", "finished_at"];

/** What came of each job, as CSV. */
export function operationCsv(results: readonly ActionResult[]): string {
  const rows = results.map(({ job, result, code, before, after }) => [
    ...[job.queue, job.id, result, code ?? "", before.state, after.state, String(after.attempts)],
    after.finishedAtMs === null ? "" : new Date(after.finishedAtMs).toISOString(),
  ]);
  return toCsv(columns, rows);
}

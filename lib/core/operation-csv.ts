import type { ActionResult } from "./action";

const columns = ["queue", "id", "result", "code", "state_before", "state_after", "attempts_after", "finished_at"];

/**
 * Results as CSV (RFC 4180, CRLF). Ids and queues are others' texts: what a spreadsheet would take for a formula gets an
 * apostrophe before it (OWASP, "CSV Injection").
 */
export function operationCsv(results: readonly ActionResult[]): string {
  const rows = results.map(({ job, result, code, before, after }) => [
    ...[job.queue, job.id, result, code ?? "", before.state, after.state, String(after.attempts)],
    after.finishedAtMs === null ? "" : new Date(after.finishedAtMs).toISOString(),
  ]);
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(text: string): string {
  // Spreadsheets pass over white space and control characters before they look for a formula.
  const isFormula = /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u.test(text) || /^[\t\r\n]/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n;\t]/.test(safe) || isFormula ? `"${safe.replaceAll('"', '""')}"` : safe;
}

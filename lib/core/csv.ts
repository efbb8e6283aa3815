/**
 * Rows as CSV (RFC 4180, CRLF), the columns' names first. Names and ids are others' texts: what a spreadsheet would take
 * for a formula gets an apostrophe before it (OWASP, "CSV Injection").
 */
export function toCsv(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(text: string): string {
  // Spreadsheets pass over white space and control characters before they look for a formula.
  const isFormula = /^[\s\p{Cc}]*[=+\-@＝＋－＠]/u.test(text) || /^[\t\r\n]/.test(text);
  const safe = isFormula ? `'${text}` : text;
  return /[",\r\n;\t]/.test(safe) || isFormula ? `"${safe.replaceAll('"', '""')}"` : safe;
}

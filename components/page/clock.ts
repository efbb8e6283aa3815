/** `14:02:11 UTC` of an instant in epoch milliseconds. */
export function clockText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 19)} UTC`;
}

/** `2026-11-24 14:02:11 UTC` of an instant in epoch milliseconds. */
export function instantText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

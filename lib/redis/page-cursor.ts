/** The offset that a page's cursor stands for; the start for a cursor that is none of ours. */
export function toOffset(cursor: string | null): number {
  return cursor !== null && /^\d{1,10}$/.test(cursor) ? Number(cursor) : 0;
}

/** The offset that a page's cursor stands for; the start for a cursor that is none of ours. */
export function toOffset(cursor: string | null): number {
  return cursor !== null && /^\d{1,10}$/.test(cursor) ? Number(cursor) : 0;
}

const childrenCursor = /^([0-3])\.(\d{1,20})\.(\d{1,9})$/;

/** Whether a page of children may have given this cursor. */
export function isChildrenCursor(cursor: string): boolean {
  return childrenCursor.test(cursor);
}

/** The collection, scan cursor and offset in it that a children's cursor stands for; the start for one that is none of ours. */
export function toChildrenPosition(cursor: string | null) {
  const match = childrenCursor.exec(cursor ?? "");
  if (match === null) return { phase: 0, scan: "0", skip: 0 };
  return { phase: Number(match[1]), scan: match[2] ?? "0", skip: Number(match[3]) };
}

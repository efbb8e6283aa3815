export type RecordPosition = { readonly atMs: number; readonly id: string };

/** The cursor after which a page begins: its instant finds the place also where the record itself is gone. */
export function toRecordCursor({ atMs, id }: RecordPosition): string {
  return `${atMs}.${id}`;
}

/** `null` for a cursor that no page gave. */
export function parseRecordCursor(cursor: string): RecordPosition | null {
  const match = /^(\d{1,16})\.(.+)$/s.exec(cursor);
  return match === null ? null : { atMs: Number(match[1]), id: match[2] ?? "" };
}

import { parseRecordCursor, toRecordCursor } from "./record-cursor";
import type { RecordPosition } from "./record-cursor";

type Asked = { readonly cursor: string | null; readonly limit: number };

/** Newest first; of one instant by id, as Redis orders a sorted set. Ids are ASCII. */
export function newestFirst(a: RecordPosition, b: RecordPosition): number {
  if (a.atMs !== b.atMs) return b.atMs - a.atMs;
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}

/** The places of a page, of all places newest first. What comes and goes meanwhile shifts nothing. */
export function pageOf<Place extends RecordPosition>(places: readonly Place[], { cursor, limit }: Asked) {
  const after = cursor === null ? null : parseRecordCursor(cursor);
  const rest = after === null ? places : places.filter((place) => newestFirst(place, after) > 0);
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  return { shown, cursor: rest.length > limit && last !== undefined ? toRecordCursor(last) : null };
}

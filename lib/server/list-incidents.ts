import "server-only";

import type { IncidentsQuery } from "@/lib/contract/query-schemas";

import type { Connection } from "./connection";
import { readRecordCursor } from "./page-cursor";

type State = "open" | "closed";

/** A page of incidents, newest first; without a state the open ones come first. The cursor says in which part it is. */
export async function listIncidents(
  { incidents }: Pick<Connection, "incidents">,
  { state, cursor, limit }: IncidentsQuery,
) {
  const place = readPlace(state, cursor);
  const page = await incidents.page(place.state, { cursor: place.cursor, limit });
  if (state !== undefined) return page;
  if (page.cursor !== null) return { ...page, cursor: `${place.state}~${page.cursor}` };
  if (place.state === "closed") return page;
  const room = limit - page.incidents.length;
  const closed = await incidents.page("closed", { cursor: null, limit: Math.max(1, room) });
  if (room === 0) return { ...page, cursor: closed.incidents.length === 0 ? null : "closed" };
  const cursorAfter = closed.cursor === null ? null : `closed~${closed.cursor}`;
  return { incidents: [...page.incidents, ...closed.incidents], cursor: cursorAfter };
}

function readPlace(state: State | undefined, cursor: string | undefined): { state: State; cursor: string | null } {
  if (state !== undefined) return { state, cursor: readRecordCursor(cursor) };
  if (cursor === "closed") return { state: "closed", cursor: null };
  const [part, rest] = cursor?.split("~", 2) ?? [];
  if (rest !== undefined && (part === "open" || part === "closed"))
    return { state: part, cursor: readRecordCursor(rest) };
  return { state: "open", cursor: readRecordCursor(cursor) };
}

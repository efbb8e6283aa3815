import "server-only";

import type { IncidentsQuery } from "@/lib/contract/query-schemas";

import type { Connection } from "./connection";
import { readRecordCursor } from "./page-cursor";

type State = "open" | "closed";

/** A page of incidents, newest first; without a state the open ones come first. The cursor says in which part it is. */
export async function listIncidents({ incidents }: Connection, { state, cursor, limit }: IncidentsQuery) {
  const place = readPlace(state, cursor);
  const page = await incidents.page(place.state, { cursor: place.cursor, limit });
  if (state !== undefined) return page;
  const next = page.cursor === null ? (place.state === "open" ? "closed" : null) : `${place.state}~${page.cursor}`;
  return { ...page, cursor: next };
}

function readPlace(state: State | undefined, cursor: string | undefined): { state: State; cursor: string | null } {
  if (state !== undefined) return { state, cursor: readRecordCursor(cursor) };
  if (cursor === "closed") return { state: "closed", cursor: null };
  const [part, rest] = cursor?.split("~", 2) ?? [];
  if (rest !== undefined && (part === "open" || part === "closed"))
    return { state: part, cursor: readRecordCursor(rest) };
  return { state: "open", cursor: readRecordCursor(cursor) };
}

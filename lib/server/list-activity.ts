import "server-only";

import type { ActivityQuery } from "@/lib/contract/query-schemas";
import type { ActivityEntry } from "@/lib/contract/record-schemas";
import { limits } from "@/lib/core/limits";
import { toRecordCursor } from "@/lib/store/record-cursor";

import type { Connection } from "./connection";
import { matchesActivity } from "./matches-activity";
import type { ActivityFilter } from "./matches-activity";
import { readRecordCursor } from "./page-cursor";

/** Entries that one request looks at where it asks for some of them only. */
const lookedAtMax = 1_000;

/**
 * A page of the audit trail, newest first: of all entries, or of those that match every part of a filter. Where many
 * don't match the page ends early; its cursor goes on from there.
 */
export async function listActivity({ audit }: Pick<Connection, "audit">, query: ActivityQuery) {
  const { cursor: asked, limit, ...filter } = query;
  const cursor = readRecordCursor(asked);
  if (Object.values(filter).some((part) => part !== undefined))
    return listMatching({ audit }, filter, { cursor, limit });
  const page = await audit.list({ cursor, limit });
  return { entries: page.items, cursor: page.cursor };
}

type Page = { readonly entries: readonly ActivityEntry[]; readonly cursor: string | null };

async function listMatching(
  { audit }: Pick<Connection, "audit">,
  filter: ActivityFilter,
  { cursor: asked, limit }: { readonly cursor: string | null; readonly limit: number },
): Promise<Page> {
  const entries: ActivityEntry[] = [];
  let cursor = asked ?? startOf(filter);
  for (let lookedAt = 0; lookedAt < lookedAtMax; lookedAt += limits.pageMax) {
    const page = await audit.list({ cursor, limit: limits.pageMax });
    for (const entry of page.items) {
      if (entry.atMs < (filter.sinceAtMs ?? 0)) return { entries, cursor: null };
      if (entries.length === limit) return { entries, cursor };
      cursor = toRecordCursor(entry);
      if (matchesActivity(filter, entry)) entries.push(entry);
    }
    cursor = page.cursor;
    if (cursor === null) break;
  }
  return { entries, cursor };
}

/** Just before the first entry that may match; ids of entries sort behind "0". */
function startOf({ untilAtMs }: ActivityFilter): string | null {
  return untilAtMs === undefined ? null : toRecordCursor({ atMs: untilAtMs + 1, id: "0" });
}

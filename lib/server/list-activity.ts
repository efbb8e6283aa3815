import "server-only";

import type { PageQuery } from "@/lib/contract/query-schemas";

import type { Connection } from "./connection";
import { readRecordCursor } from "./page-cursor";

/** A page of the audit trail, newest first. */
export async function listActivity({ audit }: Connection, { cursor, limit }: PageQuery) {
  const page = await audit.list({ cursor: readRecordCursor(cursor), limit });
  return { entries: page.items, cursor: page.cursor };
}

import "server-only";

import type { PageQuery } from "@/lib/contract/query-schemas";

import type { Connection } from "./connection";
import { readOffset } from "./page-cursor";

/** A page of the audit trail, newest first. */
export function listActivity({ audit }: Connection, { cursor, limit }: PageQuery) {
  const page = audit.list({
    cursor: cursor === undefined ? null : String(readOffset(cursor)),
    limit,
  });
  return { entries: page.items, cursor: page.cursor };
}

import "server-only";

import { isChildrenCursor } from "@/lib/redis/page-cursor";
import { parseRecordCursor } from "@/lib/store/record-cursor";

import { AppError } from "./app-error";

/** A cursor that is a plain position. Throws `invalid-request` for what no page gave: the first page would pass for the next one. */
export function readOffset(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw foreignCursor();
  return Number(cursor);
}

/** As `readOffset`, for pages of children. */
export function readChildrenCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (!isChildrenCursor(cursor)) throw foreignCursor();
  return cursor;
}

/** As `readOffset`, for pages of Flowlock's own records. */
export function readRecordCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  if (parseRecordCursor(cursor) === null) throw foreignCursor();
  return cursor;
}

function foreignCursor(): AppError {
  return new AppError("invalid-request", [{ path: "query.cursor", message: "It is not a cursor of this list." }]);
}

import "server-only";

import { z } from "zod";

import { AppError } from "./app-error";

const placeSchema = z.object({ createdAtMs: z.number(), key: z.string() });

/** The last row of a page, as an opaque text. */
export function toCursor(place: z.infer<typeof placeSchema>): string {
  return Buffer.from(JSON.stringify(place)).toString("base64url");
}

/** Throws `invalid-request` for what no page of flows gave. */
export function parseCursor(cursor: string): z.infer<typeof placeSchema> {
  try {
    return placeSchema.parse(JSON.parse(Buffer.from(cursor, "base64url").toString()));
  } catch (cause) {
    throw new AppError("invalid-request", [{ path: "query.cursor", message: "It is not a cursor of this list." }], {
      cause,
    });
  }
}

import "server-only";

import type { ZodMiniType } from "zod/mini";

import type { StoredRecord } from "@/lib/store/record-store";

/** A stored record in the shape of today; `null` where another version, or somebody else, wrote what does not fit. */
export function readRecord<T>(schema: ZodMiniType<T>, { text }: StoredRecord): T | null {
  try {
    const parsed = schema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

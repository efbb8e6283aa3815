import type { RefusalCode } from "@/lib/core/action";
import type { JobRef } from "@/lib/core/job-ref";
import { parseBoundedJson } from "@/lib/redis/parse-bounded-json";

export type ParentPointer =
  | { readonly kind: "none" }
  | { readonly kind: "parent"; readonly ref: JobRef }
  | { readonly kind: "damaged"; readonly code: RefusalCode };

/** Lua prints integers from here on in another way than we do. */
const exactInLuaMax = 1e14;

/**
 * The parent as BullMQ's scripts will understand it. They decode the `parent` field after the lock is gone and are not
 * rolled back, so that whatever might stop them counts as damaged.
 */
export function readParentPointer(text: string | undefined, parentKey: string | undefined): ParentPointer {
  if (text === undefined) {
    return parentKey === undefined ? { kind: "none" } : { kind: "damaged", code: "parent-mismatch" };
  }
  const parsed = parseBoundedJson(text);
  if (parsed.kind !== "parsed" || typeof parsed.value !== "object" || parsed.value === null) {
    return { kind: "damaged", code: "bad-parent-json" };
  }
  const { queueKey: queue, id } = parsed.value as { readonly queueKey?: unknown; readonly id?: unknown };
  if (typeof queue !== "string" || !isLuaId(id) || hasLoneSurrogate(parsed.value)) {
    return { kind: "damaged", code: "bad-parent-json" };
  }
  if (`${queue}:${id}` !== parentKey) return { kind: "damaged", code: "parent-mismatch" };
  return { kind: "parent", ref: { queue, id: String(id) } };
}

function isLuaId(id: unknown): id is string | number {
  if (typeof id === "string") return true;
  return typeof id === "number" && Number.isInteger(id) && Math.abs(id) < exactInLuaMax;
}

/** Half of a surrogate pair, which JSON.stringify leaves escaped: fine for JSON.parse, an error for Lua's cjson. */
function hasLoneSurrogate(value: unknown): boolean {
  return /\\u[dD][89a-fA-F]/.test(JSON.stringify(value));
}

import { parseBoundedJson } from "@/lib/redis/parse-bounded-json";

/** The stacks of a job's failures, oldest first (BullMQ `src/classes/job.ts`, `getTraces`); what can't be read counts as none. */
export function readStacktrace(text: string | null): readonly string[] {
  const parsed = parseBoundedJson(text ?? "[]");
  if (parsed.kind !== "parsed" || !Array.isArray(parsed.value)) return [];
  return parsed.value.filter((stack) => typeof stack === "string");
}

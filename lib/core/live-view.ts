import type { JsonValue } from "./json-value";
import type { RowKeys } from "./view-patch";

/** What a live stream tells of, and the fields by which the rows of its lists are known again. */
export const liveViews = {
  triage: { rowKeys: { culprits: byFields("job.queue", "job.id", "cause") } },
  flow: {
    rowKeys: {
      nodes: byFields("job.queue", "job.id"),
      groups: byFields("id"),
      "diagnosis.culprits": byFields("job.queue", "job.id", "cause"),
    },
  },
  locks: { rowKeys: { locks: byFields("job.queue", "job.id", "lockId") } },
} as const satisfies Record<string, { readonly rowKeys: RowKeys }>;

export type LiveTopic = keyof typeof liveViews;
export const liveTopics = ["triage", "flow", "locks"] as const satisfies readonly LiveTopic[];

function byFields(...paths: readonly string[]): (row: JsonValue) => string {
  return (row) => JSON.stringify(paths.map((path) => fieldOf(row, path.split("."))));
}

function fieldOf(value: JsonValue, steps: readonly string[]): JsonValue {
  let at: JsonValue | undefined = value;
  for (const step of steps) {
    if (typeof at !== "object" || at === null || !isRecord(at)) return null;
    at = at[step];
  }
  return at ?? null;
}

function isRecord(value: JsonValue): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

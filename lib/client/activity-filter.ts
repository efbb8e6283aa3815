import { activityKinds } from "@/lib/contract/activity-kinds";
import type { ActivityKind } from "@/lib/contract/activity-kinds";
import { resultKinds } from "@/lib/core/operation";

const hourMs = 60 * 60_000;

/** How far back the list goes. */
export const activitySpans = { "1h": hourMs, "24h": 24 * hourMs, "7d": 7 * 24 * hourMs } as const;

export type ActivitySpan = keyof typeof activitySpans;

export type ActivityFilter = {
  readonly what: ActivityKind | null;
  readonly result: (typeof resultKinds)[number] | null;
  readonly within: ActivitySpan | null;
  readonly queue: string | null;
  readonly job: string | null;
  readonly who: string | null;
  readonly operation: string | null;
  readonly q: string | null;
};

const spanIds = ["1h", "24h", "7d"] as const satisfies readonly ActivitySpan[];

/** Which actions the list shows, from its address; what the address says in no known way counts as not said. */
export function toActivityFilter(get: (name: string) => string | null): ActivityFilter {
  const text = (name: string): string | null => (get(name)?.trim() ? get(name) : null);
  return {
    what: activityKinds.find((kind) => kind === get("what")) ?? null,
    result: resultKinds.find((kind) => kind === get("result")) ?? null,
    within: spanIds.find((span) => span === get("within")) ?? null,
    queue: text("queue"),
    job: text("job"),
    who: text("who"),
    operation: text("operation"),
    q: text("q"),
  };
}

/** What the server is asked for. `nowMs`: the end of the time within which entries are wanted. */
export function activityParams({ within, ...filter }: ActivityFilter, nowMs: number) {
  const { what, result, queue, job, who, operation, q } = filter;
  return {
    ...(what === null ? {} : { what }),
    ...(result === null ? {} : { result }),
    ...(queue === null ? {} : { queue }),
    ...(job === null ? {} : { job }),
    ...(who === null ? {} : { who }),
    ...(operation === null ? {} : { operation }),
    ...(q === null ? {} : { q }),
    ...(within === null ? {} : { sinceAtMs: nowMs - activitySpans[within] }),
  };
}

/** What an address says where it asks for all of them. */
export const noActivityFilter: ActivityFilter = toActivityFilter(() => null);

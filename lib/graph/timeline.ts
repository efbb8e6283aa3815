import type { FlowNode } from "@/lib/core/flow-view";

import type { OutlineItem } from "./outline-tree";
import type { OutlineRow } from "./outline-rows";
import { timelineSpans } from "./timeline-spans";
import type { TimelineSpan } from "./timeline-spans";

export type Timeline = {
  /** Spans of each job by its row's id. */
  readonly spans: ReadonlyMap<string, readonly TimelineSpan[]>;
  /** Every start and end, of groups too. */
  readonly instants: readonly number[];
};

/** When the jobs of these rows waited and ran. */
export function toTimeline(rows: readonly OutlineRow[], nowMs: number): Timeline {
  const usual = usualByKind(rows);
  const spans = new Map<string, readonly TimelineSpan[]>();
  const instants: number[] = [];
  for (const { item } of rows) {
    if (item.kind === "group" && item.group.ran !== null) instants.push(item.group.ran.fromMs, item.group.ran.toMs);
    if (item.kind !== "job") continue;
    const { node } = item;
    const drawn = timelineSpans(node, nowMs, node.lock?.usualMs?.p95 ?? usual.get(kindOf(node.job)) ?? null);
    spans.set(item.id, drawn);
    for (const { kind, fromMs, toMs } of drawn) {
      // Where a run turns from usual to too long nothing starts and nothing ends.
      if (kind !== "beyond") instants.push(fromMs);
      if (kind !== "active" || drawn.at(-1)?.kind !== "beyond") instants.push(toMs);
    }
  }
  return { spans, instants };
}

/** The usual time of a job name: a lock's of the same name, else that of a group of finished jobs. */
function usualByKind(rows: readonly OutlineRow[]): ReadonlyMap<string, number> {
  const usual = new Map<string, number>();
  for (const { item } of rows)
    if (item.kind === "group" && item.group.bucket === "completed" && item.group.heldMs !== null)
      usual.set(kindOf(item.group), item.group.heldMs.p95);
  for (const { item } of rows) {
    const lock = lockOf(item);
    if (lock?.usualMs) usual.set(kindOf(lock.job), lock.usualMs.p95);
  }
  return usual;
}

function lockOf(item: OutlineItem): FlowNode["lock"] {
  return item.kind === "job" ? item.node.lock : null;
}

function kindOf({ queue, name }: { readonly queue: string; readonly name: string | null }): string {
  return JSON.stringify([queue, name]);
}

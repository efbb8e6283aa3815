import type { ChildBucket, FlowReading } from "./flow-reader";
import { jobKey } from "./job-ref";
import type { JobKey } from "./job-ref";
import type { State } from "./job-state";

/** Children that are counted and were not read. `pending`: they are still among what their parent waits for. */
export type UnreadChildren = { readonly state: State; readonly pending: boolean; readonly count: number };

/** What Redis counts of a parent's children beyond those that were read, by state as far as it is known. */
export function unreadChildren(flow: FlowReading, parent: JobKey): readonly UnreadChildren[] {
  const job = flow.jobs.get(parent);
  if (job === undefined) return [];
  const edges = flow.children.get(parent) ?? [];
  const readIn = new Map<ChildBucket, number>();
  const readPending = new Map<State, number>();
  for (const { ref, bucket } of edges) {
    readIn.set(bucket, (readIn.get(bucket) ?? 0) + 1);
    const state = flow.jobs.get(jobKey(ref))?.state;
    if (bucket === "unprocessed" && state !== undefined) readPending.set(state, (readPending.get(state) ?? 0) + 1);
  }
  const left = (bucket: ChildBucket) => Math.max(0, job.children[bucket] - (readIn.get(bucket) ?? 0));
  const unread: UnreadChildren[] = [];
  let pendingLeft = left("unprocessed");
  for (const [state, counted] of Object.entries(flow.counted?.get(parent) ?? {})) {
    // safe because the counts' keys are states
    const known = state as State;
    const count = Math.min(pendingLeft, Math.max(0, counted - (readPending.get(known) ?? 0)));
    unread.push({ state: known, pending: true, count });
    pendingLeft -= count;
  }
  unread.push({ state: "waiting", pending: true, count: pendingLeft });
  unread.push({ state: "failed", pending: false, count: left("failed") + left("ignored") });
  unread.push({ state: "completed", pending: false, count: left("processed") });
  return unread.filter(({ count }) => count > 0);
}

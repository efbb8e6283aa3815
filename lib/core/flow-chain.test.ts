import { expect, test } from "vitest";

import { buildJobReading } from "@/lib/testing/build-job-reading";

import { diagnoseFlow } from "./diagnose-flow";
import { WaysUp } from "./flow-chain";
import type { ChildEdge, FlowReading } from "./flow-reader";
import { jobKey } from "./job-ref";
import type { JobKey } from "./job-ref";
import type { JobReading } from "./job-reading";

const counts = { processed: 0, ignored: 0, failed: 0 };
const ref = (id: string) => ({ queue: "bull:chain", id });
const keyOf = (id: string) => jobKey(ref(id));

/** `levels` parents below each other, each of which also waits for a child that failed. */
function deadEnds(levels: number): FlowReading {
  const jobs = new Map<JobKey, JobReading>();
  const children = new Map<JobKey, readonly ChildEdge[]>();
  for (let level = 0; level < levels; level += 1) {
    const [id, failedId, nextId] = [`p${level}`, `f${level}`, `p${level + 1}`];
    const edges = [failedId, ...(level + 1 < levels ? [nextId] : [])];
    jobs.set(
      keyOf(id),
      buildJobReading({
        ref: ref(id),
        state: "waiting-children",
        waitingChildrenSinceMs: 0,
        children: { ...counts, unprocessed: edges.length },
      }),
    );
    jobs.set(
      keyOf(failedId),
      buildJobReading({
        ref: ref(failedId),
        state: "failed",
        finishedAtMs: 500_000,
        failedReason: "declined",
        parent: { ref: ref(id), policy: "none" },
        parentKey: keyOf(id),
      }),
    );
    children.set(
      keyOf(id),
      edges.map((edge) => ({ ref: ref(edge), bucket: "unprocessed" })),
    );
  }
  return { root: ref("p0"), readAtMs: 1_000_000, jobs, children, cut: new Set(), exact: true };
}

test("of a deep chain with a dead end at each level the deepest, which blocks the most, comes first", () => {
  const levels = 3_000;
  const flow = deadEnds(levels);

  const { total, culprits } = diagnoseFlow({
    flow,
    job: flow.root,
    queues: new Map(),
    locks: { stateOf: () => null },
    withoutStalledCheckMs: () => 0,
  });

  expect(total).toBe(levels);
  expect(culprits[0]).toMatchObject({ job: { id: `f${levels - 1}` }, blockedMs: levels * 500_000, flows: 1 });
  expect(culprits[0]?.chain).toHaveLength(levels + 1);
});

test("a way up ends where data make a cycle, wherever it begins", () => {
  const jobs = new Map(["a", "b", "c"].map((id) => [keyOf(id), buildJobReading({ ref: ref(id) })]));
  const parents = new Map([
    [keyOf("a"), keyOf("b")],
    [keyOf("b"), keyOf("a")],
    [keyOf("c"), keyOf("a")],
  ]);
  const flow = { ...deadEnds(0), jobs };
  const ways = new WaysUp(flow, parents);
  const idsFrom = (id: string) => {
    const ids: string[] = [];
    for (let at = ways.from(keyOf(id)); at !== null; at = at.next) ids.push(at.job.ref.id);
    return ids;
  };

  expect(["c", "a", "b", "c"].map(idsFrom)).toEqual([
    ["c", "a", "b"],
    ["a", "b"],
    ["b", "a"],
    ["c", "a", "b"],
  ]);
});

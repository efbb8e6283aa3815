import { expect, test } from "vitest";

import { buildFlow } from "@/lib/testing/build-flow";
import type { TreeSpec } from "@/lib/testing/build-flow";
import { buildLockState } from "@/lib/testing/build-lock-state";
import { buildQueueReading } from "@/lib/testing/build-queue-reading";

import { diagnoseFlow } from "./diagnose-flow";
import { problemBuckets, problemRank } from "./flow-buckets";
import type { FlowReading } from "./flow-reader";
import type { FlowView, Scope } from "./flow-view";
import { foldFlow } from "./fold-flow";
import { jobKey } from "./job-ref";
import type { LockBook } from "./lock-watch";

const locks: LockBook = {
  stateOf: (job) =>
    job.state === "active"
      ? buildLockState({ job: { ...job.ref, name: job.name }, heldMs: 500_000, verdict: "probably-stuck" })
      : null,
};
const queues = new Map([["bull:payments", buildQueueReading()]]);
const stuck: TreeSpec = { id: "stuck", state: "active", lock: { lockId: "l", workerId: "w", ttlMs: 2_000 } };

/** Diagnoses once what is then folded in several ways. */
function viewsOf(flow: FlowReading): (scope: Scope, open?: readonly string[]) => FlowView {
  const diagnosis = diagnoseFlow({ flow, queues, locks, withoutStalledCheckMs: () => 0, job: flow.root });
  return (scope, open = []) => foldFlow({ flow, requested: flow.root, scope, open: new Set(open), diagnosis, locks });
}

const many = (count: number, make: (index: number) => TreeSpec) => Array.from({ length: count }, (_, at) => make(at));

const drawn = ({ nodes, groups }: FlowView) => nodes.length + groups.length;

function problemsOf({ nodes, groups }: FlowView): number {
  const alone = nodes.filter((node) => problemRank(node) !== null).length;
  return groups.reduce(
    (sum, { bucket, count, inside }) => sum + (problemBuckets.includes(bucket) ? count : 0) + inside.problems,
    alone,
  );
}

function chain(length: number, end: TreeSpec, beside: (depth: number) => readonly TreeSpec[] = () => []): TreeSpec {
  let spec = end;
  for (let depth = length; depth > 0; depth -= 1)
    spec = { id: `p${depth}`, name: "step", below: [spec, ...beside(depth)] };
  return { id: "root", below: [spec] };
}

test.each<[string, TreeSpec, number]>([
  [
    "1,000 jobs below 330 parents",
    {
      id: "root",
      below: many(330, (parent) => ({
        id: `p${parent}`,
        below: [
          { id: `${parent}-a`, state: "waiting" },
          { id: `${parent}-b`, state: "completed" },
        ],
      })),
    },
    0,
  ],
  [
    "problems below more parents than a canvas holds",
    {
      id: "root",
      below: many(310, (parent) => ({
        id: `p${parent}`,
        below: many(6, (at) => ({ id: `${parent}-${at}`, state: "failed", failedReason: "boom" })),
      })),
    },
    1_860,
  ],
  ["a name for each child", { id: "root", below: many(900, (at) => ({ id: `c${at}`, name: `n${at}` })) }, 0],
  [
    "one problem deep down behind 500 healthy parents",
    {
      id: "root",
      below: [
        ...many(500, (at) => ({ id: `p${at}`, below: [{ id: `${at}-a`, state: "waiting" as const }] })),
        { id: "z", below: [{ id: "y", state: "waiting-children", below: [stuck] }] },
      ],
    },
    1,
  ],
  [
    "a problem beside each job of a deep chain",
    chain(350, stuck, (depth) => [{ id: `f${depth}`, state: "failed", failedReason: "boom" }]),
    351,
  ],
])("draws at most 300 cards, groups counted in, and counts every job and problem: %s", (_, spec, problems) => {
  const look = viewsOf(buildFlow(spec));
  const view = look("all");
  expect(drawn(view)).toBeLessThanOrEqual(300);
  expect(drawn(view)).toBeGreaterThan(2);
  expect(view.shown).toBe(view.total);
  expect(problemsOf(view)).toBe(problems);
  for (const scope of ["path", "problems"] as const) {
    const part = look(scope);
    expect(drawn(part)).toBeLessThanOrEqual(300);
    expect(part.shown).toBeLessThanOrEqual(part.total);
  }
});

test("folds the healthy middle of a deep path, which opens from both ends", () => {
  const look = viewsOf(buildFlow(chain(2_000, stuck)));
  const view = look("path");
  const [fold] = view.groups;
  expect(view.groups).toHaveLength(1);
  expect(fold).toMatchObject({
    name: "step",
    bucket: "waiting-children",
    count: 1_960,
    inside: { jobs: 0, problems: 0 },
  });
  expect(view.nodes.map((node) => node.job.id)).toContain("stuck");
  expect(view.nodes.find((node) => jobKey(node.job) === jobKey(fold?.leadsTo ?? view.root))?.parent?.id).toBe("p1980");
  expect(view).toMatchObject({ shown: 2_002, total: 2_002, truncated: true });

  const open: string[] = [];
  for (let opened = 0; opened < 5; opened += 1) {
    open.push(look("path", open).groups[0]?.id ?? "");
    expect(drawn(look("path", open))).toBeLessThanOrEqual(300);
  }
  expect(look("path", open.slice(0, 1)).groups).toMatchObject([{ count: 1_860 }]);
});

test("the fold of a chain through several queues tells what its jobs are called", () => {
  let spec: TreeSpec = stuck;
  for (let depth = 200; depth > 0; depth -= 1)
    spec = { id: `p${depth}`, name: "step", queue: `bull:q-${depth % 3}`, below: [spec] };
  const [fold] = viewsOf(buildFlow({ id: "root", below: [spec] }))("path").groups;
  expect(fold).toMatchObject({ name: "step", count: 160 });
});

test("keeps a problem in the middle of a deep chain out of its folds", () => {
  const flow = buildFlow(chain(1_000, { id: "end", state: "completed" }, (depth) => (depth === 500 ? [stuck] : [])));
  const view = viewsOf(flow)("all");
  expect(view.nodes.map((node) => node.job.id)).toEqual(expect.arrayContaining(["p500", "stuck"]));
  expect(view.groups.map(({ inside }) => inside.problems)).toEqual([0, 0]);
  expect(view.shown).toBe(view.total);
});

test("counts no edge that leads back up as a job", () => {
  const flow = buildFlow({ id: "self", state: "waiting-children" });
  const self = flow.jobs.get(jobKey(flow.root));
  if (self === undefined) throw new Error("The root was just built.");
  const counts = { ...self.children, unprocessed: 1 };
  const jobs = new Map(flow.jobs).set(jobKey(flow.root), { ...self, children: counts, damaged: ["cycle"] });
  expect(viewsOf({ ...flow, jobs })("all")).toMatchObject({ shown: 1, total: 1, groups: [] });
});

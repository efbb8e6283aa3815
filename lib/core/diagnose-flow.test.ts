import { expect, test } from "vitest";

import { buildFlow } from "@/lib/testing/build-flow";
import type { TreeSpec } from "@/lib/testing/build-flow";
import { buildLockState } from "@/lib/testing/build-lock-state";
import { buildQueueReading } from "@/lib/testing/build-queue-reading";

import { buildTriage } from "./build-triage";
import { diagnoseFlow } from "./diagnose-flow";
import { foldFlow } from "./fold-flow";
import { jobKey } from "./job-ref";
import type { JobRef } from "./job-ref";
import type { LockBook } from "./lock-watch";

const lock = { lockId: "l", workerId: "w", ttlMs: 2_000 };
const stuck = { state: "active", lock, processedAtMs: 500_000 } as const;
/** Judges every locked job with an id in the seventies as probably stuck since 500 s, the others as normal. */
const locks: LockBook = {
  stateOf: (job) =>
    job.state !== "active"
      ? null
      : buildLockState({
          job: { ...job.ref, name: job.name },
          heldMs: 500_000,
          verdict: job.ref.id.startsWith("7") ? "probably-stuck" : "normal",
        }),
};
const queues = new Map([["bull:payments", buildQueueReading()]]);

const shop: TreeSpec = {
  id: "9912",
  name: "fulfil-order",
  queue: "bull:orders",
  below: [
    {
      id: "412",
      name: "settle",
      below: [
        { id: "77", ...stuck },
        { id: "3", state: "active", lock },
        { id: "2", state: "completed" },
      ],
    },
    {
      id: "330",
      name: "publish",
      below: [{ id: "18", name: "resize", state: "failed", failedReason: "boom", finishedAtMs: 700_000 }],
    },
  ],
};

function diagnose(spec: TreeSpec, job?: JobRef) {
  const flow = buildFlow(spec);
  return diagnoseFlow({ flow, queues, locks, withoutStalledCheckMs: () => 0, job: job ?? flow.root });
}

test("walks every blocking chain to its last hop, worst first, and leaves out what merely runs", () => {
  const diagnosis = diagnose(shop);

  expect(diagnosis).toMatchObject({
    blocked: true,
    cause: "hung-lock-renewed",
    total: 2,
    truncated: false,
    root: { queue: "bull:orders", id: "9912" },
  });
  expect(
    diagnosis.culprits.map(({ cause, severity, chain }) => [cause, severity, chain.map((link) => link.id)]),
  ).toEqual([
    ["hung-lock-renewed", "stuck", ["9912", "412", "77"]],
    ["child-failed-no-policy", "dead-end", ["9912", "330", "18"]],
  ]);
});

test("sums the blocked time over the blocked ancestors, from when both they waited and the culprit was at fault", () => {
  const [hung, failed] = diagnose(shop).culprits;
  expect(hung?.blockedMs).toBe(2 * 500_000);
  expect(failed?.blockedMs).toBe(2 * 300_000);
});

test("looks for a job that is no root at its own path and below it only", () => {
  const diagnosis = diagnose(shop, { queue: "bull:payments", id: "330" });
  expect(diagnosis).toMatchObject({
    blocked: true,
    cause: "child-failed-no-policy",
    total: 1,
    job: { id: "330" },
    root: { id: "9912" },
  });
});

test("lists what is waited for where nothing blocks", () => {
  const diagnosis = diagnose({ id: "1", name: "order", below: [{ id: "3", state: "active", lock }] });
  expect(diagnosis).toMatchObject({ blocked: false, cause: "active-as-usual", total: 1 });
});

test("says that nothing is blocked where nothing is waited for", () => {
  expect(diagnose({ id: "1", state: "completed" })).toMatchObject({
    blocked: false,
    cause: "not-blocked",
    headline: "Nothing is blocked.",
    culprits: [],
  });
});

test("finds the parent that waits for nothing", () => {
  expect(diagnose({ id: "1", name: "order", state: "waiting-children" })).toMatchObject({
    blocked: true,
    cause: "parent-zero-deps",
    culprits: [{ job: { id: "1" }, actions: ["release-parent"] }],
  });
});

test("reads a chain of 10,000 jobs without recursion", () => {
  let spec: TreeSpec = { id: "77", ...stuck };
  for (let depth = 0; depth < 2_000; depth += 1) spec = { id: `p${depth}`, below: [spec] };
  const diagnosis = diagnose(spec);
  expect(diagnosis.culprits[0]?.chain).toHaveLength(2_001);
});

test("shows one triage row per culprit and merges a queue's cause over its waiting jobs", () => {
  const flow = buildFlow({
    id: "1",
    name: "order",
    queue: "bull:orders",
    below: [{ id: "a" }, { id: "b", createdAtMs: 100 }, { id: "77", ...stuck }],
  });
  const paused = new Map([["bull:payments", buildQueueReading({ paused: true })]]);

  const triage = buildTriage({ flow, queues: paused, locks, withoutStalledCheckMs: () => 0 });

  expect(triage.culprits.map(({ cause, job, flows }) => [cause, job.id, flows])).toEqual([
    ["hung-lock-renewed", "77", 1],
    ["queue-paused", "b", 1],
  ]);
  expect(triage).toMatchObject({ blockedFlows: 1, total: 2, truncated: false });
  expect([...triage.blocks]).toEqual([["bull:payments:77", { jobs: 1, flows: 1 }]]);
  expect([...triage.causes]).toEqual([["bull:orders:1", "hung-lock-renewed"]]);
});

function fold(spec: TreeSpec, scope: "path" | "problems" | "all", open: readonly string[] = []) {
  const flow = buildFlow(spec);
  const diagnosis = diagnoseFlow({ flow, queues, locks, withoutStalledCheckMs: () => 0, job: flow.root });
  return foldFlow({ flow, requested: flow.root, scope, open: new Set(open), diagnosis, locks });
}

function wide(count: number): TreeSpec {
  const below: TreeSpec[] = Array.from({ length: count }, (_, index) => ({
    id: `c${index}`,
    name: "pack",
    state: "completed",
  }));
  return { id: "1", name: "order", below: [...below, { id: "77", ...stuck }] };
}

test("folds 2,000 healthy children into one exact count and never the stuck one among them", () => {
  const view = fold(wide(2_000), "all");

  expect(view.nodes.map((node) => node.job.id)).toEqual(["1", "77"]);
  expect(view.groups).toMatchObject([{ name: "pack", bucket: "completed", count: 2_000 }]);
  expect(view).toMatchObject({
    total: 2_002,
    byState: { completed: 2_000, active: 1, "waiting-children": 1 },
    exact: true,
    shown: 2_002,
  });
});

test("opens a group a hundred nodes at most", () => {
  const [group] = fold(wide(2_000), "all").groups;
  const view = fold(wide(2_000), "all", [group?.id ?? ""]);
  expect(view.nodes).toHaveLength(2 + 100);
  expect(view.groups).toMatchObject([{ count: 1_900 }]);
});

test("never folds a problem among healthy ones: five of a kind stand alone, the rest are counted with their own kind", () => {
  const failed: TreeSpec[] = Array.from({ length: 12 }, (_, index) => ({
    id: `f${index}`,
    name: "pack",
    state: "failed",
    failedReason: "x",
  }));
  const done: TreeSpec[] = Array.from({ length: 40 }, (_, index) => ({
    id: `c${index}`,
    name: "pack",
    state: "completed",
  }));
  const view = fold({ id: "1", name: "order", below: [...done, ...failed] }, "all");

  expect(view.groups.map(({ bucket, count }) => [bucket, count])).toEqual([
    ["dead-end", 7],
    ["completed", 40],
  ]);
  expect(view.nodes.filter((node) => node.state === "failed")).toHaveLength(5);
});

test("shows the path only, or every problem with its ancestors", () => {
  expect(
    fold(shop, "path")
      .nodes.map((node) => node.job.id)
      .sort(),
  ).toEqual(["18", "330", "412", "77", "9912"]);
  expect(fold(shop, "problems").groups).toEqual([]);
});

test("what is the matter with an ancestor on the path is told to whoever asks below it", () => {
  const spec: TreeSpec = {
    id: "9912",
    queue: "bull:orders",
    below: [{ id: "412", state: "waiting", deferredFailure: "boom", below: [{ id: "3", state: "completed" }] }],
  };
  const deserted = new Map([["bull:payments", buildQueueReading({ workers: [], stalledCheckPresent: false })]]);
  const flow = buildFlow(spec);
  const job = { queue: "bull:payments", id: "3" };

  const diagnosis = diagnoseFlow({ flow, queues: deserted, locks, withoutStalledCheckMs: () => 0, job });

  expect(diagnosis).toMatchObject({
    blocked: true,
    cause: "parent-deferred-failure",
    culprits: [{ job: { id: "412" } }],
  });
});

test("a child that two parents list is told with the chain of the one that waits for it", () => {
  const flow = buildFlow({
    id: "9912",
    queue: "bull:orders",
    below: [
      { id: "412", below: [{ id: "c", state: "completed", parentKey: "bull:payments:330", bucket: "unprocessed" }] },
      { id: "330", state: "completed", below: [{ id: "d", state: "completed" }] },
    ],
  });
  const shared = { ref: { queue: "bull:payments", id: "c" }, bucket: "processed" } as const;
  const children = new Map(flow.children).set(jobKey({ queue: "bull:payments", id: "330" }), [shared]);

  const diagnosis = diagnoseFlow({
    flow: { ...flow, children },
    queues,
    locks,
    withoutStalledCheckMs: () => 0,
    job: flow.root,
  });

  expect(diagnosis.culprits.map(({ cause, chain }) => [cause, chain.map(({ id }) => id)])).toEqual([
    ["child-completed-still-listed", ["9912", "412", "c"]],
  ]);
});

test("a culprit of another cause keeps its place beside any number of equals of one cause", () => {
  const deserted = buildQueueReading({ queue: "bull:deserted", workers: [], stalledCheckPresent: false });
  const paused = buildQueueReading({ queue: "bull:held-back", paused: true });
  const waiting = Array.from({ length: 60 }, (_, index) => ({
    id: `w${index}`,
    queue: deserted.queue,
    state: "waiting" as const,
  }));
  const flow = buildFlow({
    id: "9912",
    queue: "bull:orders",
    below: [...waiting, { id: "late", queue: paused.queue, state: "waiting" }],
  });

  const { culprits, total } = diagnoseFlow({
    flow,
    queues: new Map([deserted, paused].map((queue) => [queue.queue, queue])),
    locks,
    withoutStalledCheckMs: () => 0,
    job: flow.root,
  });

  expect(culprits).toHaveLength(50);
  expect(total).toBe(61);
  expect(culprits.at(-1)).toMatchObject({ job: { id: "late" }, cause: "queue-paused" });
});

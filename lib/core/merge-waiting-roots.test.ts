import { expect, test } from "vitest";

import { buildJobReading } from "@/lib/testing/build-job-reading";
import { buildLockState } from "@/lib/testing/build-lock-state";
import { buildQueueReading, buildWorker } from "@/lib/testing/build-queue-reading";

import { buildTriage } from "./build-triage";
import type { TriageResult } from "./build-triage";
import type { FlowReading, WaitingRoot } from "./flow-reader";
import { jobKey } from "./job-ref";
import type { QueueReading } from "./queue-reading";

const nowMs = 10_000_000;
const orders = "bull:orders";
const noCounts = { processed: 0, unprocessed: 0, ignored: 0, failed: 0 };

/** Flows whose parents wait for one to three children of `bull:payments`, the third in `bull:mails`. */
const roots: readonly WaitingRoot[] = Array.from({ length: 12 }, (_, index) => {
  const size = (index % 3) + 1;
  const job = buildJobReading({
    ref: { queue: orders, id: `f${index}` },
    state: "waiting-children",
    waitingChildrenSinceMs: 1_000_000 + index * 7_000,
    children: { ...noCounts, unprocessed: size },
  });
  const children = Array.from({ length: size }, (_child, place) =>
    buildJobReading({
      ref: { queue: place === 2 ? "bull:mails" : "bull:payments", id: `c${index}-${place}` },
      state: "waiting",
      createdAtMs: 2_000_000 - index * 11_000 + place * 5_000,
      inPausedList: index === 11,
    }),
  );
  return { job, children };
});

const empty: FlowReading = {
  root: { queue: "", id: "" },
  readAtMs: nowMs,
  jobs: new Map(),
  children: new Map(),
  cut: new Set(),
  exact: false,
};

/** The same flows as all others are told: each job by itself. */
const oneByOne: FlowReading = {
  ...empty,
  jobs: new Map(roots.flatMap(({ job, children }) => [job, ...children]).map((job) => [jobKey(job.ref), job])),
  children: new Map(
    roots.map(({ job, children }) => [
      jobKey(job.ref),
      children.map(({ ref }) => ({ ref, bucket: "unprocessed" as const })),
    ]),
  ),
};

const held = buildLockState({
  job: { queue: "bull:payments", id: "held", name: "charge-card" },
  verdict: "probably-stuck",
});
const busy = { counts: { ...buildQueueReading().counts, waiting: 20, active: 1 } };

test.each<[string, Partial<QueueReading> | null]>([
  ["nobody works", { workers: [], stalledCheckPresent: false }],
  ["is paused", { paused: true }],
  ["moves", { ...busy, workers: [buildWorker({ hasFreeSlot: false })] }],
  ["has its slots taken", { ...busy, limits: { ...buildQueueReading().limits, concurrency: 1 } }],
  ["has workers that fetch nothing", { workers: [buildWorker({ hasFreeSlot: false, idleMs: 60_000_000 })] }],
  ["was not read", null],
])("merged or one by one, triage says the same of flows that wait for a queue that %s", (_, reading) => {
  const queues = new Map(
    ["bull:payments", "bull:mails"].flatMap((queue): [string, QueueReading][] =>
      reading === null ? [] : [[queue, buildQueueReading({ ...reading, queue })]],
    ),
  );
  const triage = (flow: FlowReading) =>
    buildTriage({
      flow,
      queues,
      locks: { stateOf: () => null, lastSweep: () => ({ atMs: nowMs, locks: [held], truncated: false }) },
      withoutStalledCheckMs: () => 600_000,
    });

  expect(inOrder(triage({ ...empty, waitingRoots: roots }))).toEqual(inOrder(triage(oneByOne)));
});

/** Rows that are as bad, and their roots, may come in any order. */
function inOrder({ culprits, causes, blocks, ...rest }: TriageResult) {
  return {
    ...rest,
    culprits: culprits
      .map((culprit) => ({ ...culprit, roots: culprit.roots.map((ref) => jobKey(ref)).toSorted() }))
      .toSorted((a, b) => (jobKey(a.job) < jobKey(b.job) ? -1 : 1)),
    causes: [...causes].toSorted(),
    blocks: [...blocks].toSorted(),
  };
}

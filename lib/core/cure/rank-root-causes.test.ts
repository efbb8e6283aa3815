import { expect, test } from "vitest";

import type { Culprit } from "@/lib/core/diagnosis";
import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildLockState } from "@/lib/testing/build-lock-state";

import { rankRootCauses } from "./rank-root-causes";
import type { CureReading } from "./root-cause";

type Given = {
  readonly cause?: Partial<Culprit>;
  readonly stalls?: number;
  readonly queue?: Partial<NonNullable<CureReading["queue"]>> | null;
};

const stuck = buildLockState({
  verdict: "probably-stuck",
  heldMs: 11_520_000,
  silentMs: 11_000_000,
  renewals: { atLeast: 383, observed: 40, watchedSinceAtMs: 0 },
});

function readingOf({ cause = {}, stalls = 0, queue = {} }: Given): CureReading {
  return {
    culprit: buildCulprit({ lock: stuck, ...cause }),
    stalls,
    readAtMs: 1_000,
    queue: queue === null ? null : { bullmqVersion: "6.7.0", workers: 1, readAtMs: 2_000, ...queue },
  };
}

const lost = (cause: "active-no-lock-worker-connected" | "active-no-lock-no-worker" | "stalled-repeatedly") => ({
  cause: { cause, lock: null },
});
const ranked = (given: Given) => rankRootCauses(readingOf(given)).map(({ id, kind }) => `${id}: ${kind}`);

test.each<[string, Given, readonly string[]]>([
  ["a stuck job", {}, ["promise-never-settles: guess", "sandbox-spins: unknown"]],
  [
    "a stuck job of a worker without a name left",
    { queue: { workers: 0 } },
    ["worker-closing: guess", "promise-never-settles: guess", "sandbox-spins: unknown"],
  ],
  [
    "a stuck job on a BullMQ with the renewal fault",
    { queue: { bullmqVersion: "5.34.0" } },
    ["version-renews-after-end: guess", "promise-never-settles: guess", "sandbox-spins: unknown"],
  ],
  [
    "a stuck job on the BullMQ that mends it",
    { queue: { bullmqVersion: "5.34.1" } },
    ["promise-never-settles: guess", "sandbox-spins: unknown"],
  ],
  [
    "all of it at once",
    { queue: { bullmqVersion: "5.30.0", workers: 0 } },
    [
      "worker-closing: guess",
      "version-renews-after-end: guess",
      "promise-never-settles: guess",
      "sandbox-spins: unknown",
    ],
  ],
  [
    "a queue that tells neither version nor workers",
    { queue: { bullmqVersion: null, workers: null } },
    [
      "promise-never-settles: guess",
      "worker-closing: unknown",
      "version-renews-after-end: unknown",
      "sandbox-spins: unknown",
    ],
  ],
  ["a queue that was not read", { queue: null }, ["promise-never-settles: guess", "sandbox-spins: unknown"]],
  [
    "a ghost lock",
    { cause: { cause: "child-failed-zombie-lock", state: "failed", lock: null } },
    ["promise-never-settles: guess", "sandbox-spins: unknown"],
  ],
  [
    "a lost lock beside a worker",
    lost("active-no-lock-worker-connected"),
    ["event-loop-blocked: guess", "worker-died: unknown"],
  ],
  [
    "a lost lock without a worker",
    { ...lost("active-no-lock-no-worker"), queue: { workers: 0 } },
    ["worker-died: guess", "event-loop-blocked: unknown"],
  ],
  [
    "a job that stalled again and again",
    { ...lost("stalled-repeatedly"), stalls: 3 },
    ["event-loop-blocked: guess", "worker-died: guess"],
  ],
  [
    "a lost lock where CLIENT LIST is refused",
    { ...lost("active-no-lock-worker-connected"), queue: { workers: null } },
    ["event-loop-blocked: unknown", "worker-died: unknown"],
  ],
  [
    "a parent that lost its lock on an old BullMQ",
    { cause: { cause: "parent-active-no-lock", lock: null }, queue: { bullmqVersion: "5.40.0" } },
    ["version-loses-parent-lock: guess", "event-loop-blocked: guess", "worker-died: unknown"],
  ],
  ["a job at work", { cause: { cause: "active-as-usual", lock: buildLockState() } }, []],
  ["a failed job", { cause: { cause: "child-failed-no-policy", state: "failed", lock: null } }, []],
  ["a paused queue", { cause: { cause: "queue-paused", state: "waiting", lock: null } }, []],
])("ranks what may lie behind %s", (_what, given, ids) => {
  expect(ranked(given)).toEqual(ids);
});

test("tells each guess with what it was read from, what to do and where it is explained", () => {
  const causes = rankRootCauses(readingOf({ queue: { bullmqVersion: "5.34.0", workers: 0 } }));
  expect(causes.slice(0, 3)).toEqual([
    {
      id: "worker-closing",
      kind: "guess",
      text: "Its worker is closing and waits for this job: its lock is renewed, and no worker of payments is connected by name.",
      evidence: [{ command: "CLIENT LIST", key: "bull:payments", value: "0 named connections", readAtMs: 2_000 }],
      remedy: "End that process: close() waits for ever. Then give the job a time limit, and closing too.",
      link: expect.objectContaining({ url: "https://docs.bullmq.io/guide/workers/graceful-shutdown" }),
    },
    {
      id: "version-renews-after-end",
      kind: "guess",
      text: "Its queue's BullMQ is 5.34.0, which keeps renewing a job's lock after its processor has ended, where the call that completes it never settles.",
      evidence: [{ command: "HGET version", key: "bull:payments:meta", value: "bullmq:5.34.0", readAtMs: 2_000 }],
      remedy: "Upgrade bullmq to 5.34.1 or later in every process that works this queue.",
      link: expect.objectContaining({ url: "https://github.com/taskforcesh/bullmq/issues/2968" }),
    },
    {
      id: "promise-never-settles",
      kind: "guess",
      text: "The processor awaits a promise that never settles, such as a call without a time limit. Its lock was renewed at least 383 times in 3 h 12 m, without a sign of progress for 3 h 3 m.",
      evidence: [{ command: "PTTL", key: "bull:payments:77:lock", value: "24000", readAtMs: 1_000 }],
      remedy: "Give each call, the job and the flow a time limit, and hand the signal to every call.",
      link: expect.objectContaining({ url: "https://docs.bullmq.io/patterns/timeout-jobs" }),
    },
  ]);
});

test("a repeated stall is told as a number", () => {
  const [, died] = rankRootCauses(readingOf({ ...lost("stalled-repeatedly"), stalls: 3 }));
  expect(died?.text).toContain("It was taken back from a worker 3 times.");
  expect(died?.evidence).toContainEqual({ command: "HGET stc", key: "bull:payments:77", value: "3", readAtMs: 1_000 });
});

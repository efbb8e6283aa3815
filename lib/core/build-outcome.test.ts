import { describe, expect, test } from "vitest";

import { buildJobReading } from "@/lib/testing/build-job-reading";
import { buildLockState } from "@/lib/testing/build-lock-state";
import { buildQueueReading, buildWorker } from "@/lib/testing/build-queue-reading";

import type { ActionId } from "./action";
import { buildOutcome } from "./build-outcome";
import type { FailurePolicy } from "./failure-policy";
import type { JobReading } from "./job-reading";
import type { QueueReading } from "./queue-reading";
import { sumOutcomes } from "./sum-outcomes";

const rootRef = { queue: "bull:orders", id: "9912" };
const parentRef = { queue: "bull:payments", id: "412" };

function target(overrides: Partial<JobReading> = {}, policy: FailurePolicy = "none"): JobReading {
  return buildJobReading({
    state: "active",
    lock: { lockId: "l", workerId: "w", ttlMs: 1 },
    processedBy: "payments-1",
    attempts: { made: 0, started: 1, max: 3 },
    parent: { ref: parentRef, policy },
    ...overrides,
  });
}

function parents(pending: number, overrides: Partial<JobReading> = {}): readonly JobReading[] {
  const counts = { processed: 0, ignored: 0, failed: 0 };
  return [
    buildJobReading({
      ref: parentRef,
      name: "settle",
      state: "waiting-children",
      children: { ...counts, unprocessed: pending },
      parent: { ref: rootRef, policy: "fail-parent" },
      ...overrides,
    }),
    buildJobReading({
      ref: rootRef,
      name: "fulfil-order",
      state: "waiting-children",
      children: { ...counts, unprocessed: 1 },
    }),
  ];
}

type Given = {
  readonly action?: ActionId;
  readonly job?: JobReading;
  readonly ancestors?: readonly JobReading[];
  readonly queue?: Partial<QueueReading>;
  readonly writable?: boolean;
  readonly mayStillRun?: boolean;
};

function outcome({
  action = "fail",
  job = target(),
  ancestors = parents(1),
  queue = {},
  writable = true,
  mayStillRun = false,
}: Given) {
  const readings = [
    buildQueueReading(queue),
    buildQueueReading({ queue: "bull:orders", workers: [buildWorker({ queue: "bull:orders" })] }),
  ];
  return buildOutcome({
    action,
    target: job,
    ancestors,
    lock: job.lock === null ? null : buildLockState({ holder: "payments-1" }),
    queues: new Map(readings.map((one) => [one.queue, one])),
    options: {},
    writable,
    mayStillRun,
  });
}

describe("failing a stuck child", () => {
  test.each([
    [
      "none",
      false,
      1,
      [
        ["77", "failed"],
        ["412", "waiting-children"],
      ],
      ["parent-stays-blocked"],
    ],
    [
      "none",
      true,
      1,
      [
        ["77", null],
        ["412", "waiting"],
      ],
      ["data-deleted"],
    ],
    [
      "none",
      true,
      3,
      [
        ["77", null],
        ["412", "waiting-children"],
      ],
      ["data-deleted"],
    ],
    [
      "ignore",
      false,
      1,
      [
        ["77", "failed"],
        ["412", "waiting"],
      ],
      [],
    ],
    [
      "ignore",
      false,
      3,
      [
        ["77", "failed"],
        ["412", "waiting-children"],
      ],
      [],
    ],
    [
      "remove",
      false,
      1,
      [
        ["77", "failed"],
        ["412", "waiting"],
      ],
      [],
    ],
    [
      "continue",
      false,
      3,
      [
        ["77", "failed"],
        ["412", "waiting"],
      ],
      ["parent-starts-early"],
    ],
    [
      "fail-parent",
      false,
      3,
      [
        ["77", "failed"],
        ["412", "failed"],
        ["9912", "failed"],
      ],
      ["root-fails"],
    ],
  ] as const)(
    "policy %s, removeOnFail %s, %d pending: the fate of job and parents",
    (policy, removeOnFail, pending, fates, warnings) => {
      const result = outcome({ job: target({ removeOnFail }, policy), ancestors: parents(pending) });

      expect(result).toMatchObject({ allowed: true, refusal: null });
      expect(result.effects.map(({ job, to }) => [job.id, to])).toEqual(fates);
      expect(result.warnings).toEqual(["slot-stays-busy", ...warnings]);
    },
  );

  test("announces it in four plain blocks", () => {
    expect(outcome({ job: target({}, "fail-parent"), ancestors: parents(3) }).text).toEqual([
      "It moves to failed now. It will not use its 2 remaining tries.",
      "settle #412 fails as soon as a worker on payments picks it up. Then fulfil-order #9912 fails too. 2 jobs will fail. Other running children are not stopped.",
      'This does not stop the code. payments-1 keeps running it, and one of its slots stays busy, until it returns or the process restarts. If it finishes later its result is thrown away. Anything it writes elsewhere still happens. Until then payments-1 logs "could not renew lock for job 77" at every renewal.',
      "You can retry it later. This cannot be undone.",
    ]);
  });

  test("says that nobody will pick the parent up", () => {
    const result = outcome({ job: target({}, "ignore"), queue: { workers: [] } });
    expect(result.warnings).toContain("no-worker-for-parent");
    expect(result.text[1]).toContain("No worker is connected to payments, so nothing will pick it up.");
  });

  test("keeps a released parent's delay and priority", () => {
    expect(outcome({ job: target({}, "ignore"), ancestors: parents(1, { delayMs: 600_000 }) }).effects[1]?.to).toBe(
      "delayed",
    );
    expect(outcome({ job: target({}, "ignore"), ancestors: parents(1, { priority: 5 }) }).effects[1]?.to).toBe(
      "prioritized",
    );
  });
});

describe("retrying", () => {
  test("sends an active job back in line and warns that it may run twice", () => {
    const other = buildWorker({ name: "payments-2" });
    const result = outcome({ action: "retry", queue: { workers: [other] } });
    expect(result).toMatchObject({
      allowed: true,
      warnings: ["may-run-twice", "slot-stays-busy"],
      effects: [{ from: "active", to: "waiting" }],
    });
  });

  test("warns that only the stuck worker could take it again", () => {
    const result = outcome({ action: "retry" });
    expect(result.warnings).toContain("no-free-slot");
    expect(result.text[2]).toContain("Only payments-1 could take it again. Restart payments-1 first.");
  });

  test.each([
    ["waiting-children", {}, "settle #412 waits for it again.", []],
    ["completed", {}, "settle #412 already finished. Running this again will not change it.", ["parent-already-left"]],
    [
      "active",
      {},
      "settle #412 is running. It will wait for this child again, so its current run cannot complete.",
      ["parent-already-left"],
    ],
    [
      "waiting",
      { deferredFailure: "child failed" },
      "settle #412 is already set to fail. Retrying the child does not stop that.",
      ["parent-will-fail-anyway"],
    ],
  ] as const)("a failed job whose parent is %s", (state, overrides, sentence, warnings) => {
    const result = outcome({
      action: "retry",
      job: target({ state: "failed", lock: null }),
      ancestors: parents(1, { state, ...overrides }),
    });
    expect(result.text[1]).toBe(sentence);
    expect(result.warnings).toEqual(warnings);
  });
});

test.each([
  ["read-only", {}, { writable: false }],
  ["job-not-found", { state: "missing" }, {}],
  ["wrong-state", { state: "waiting", lock: null }, {}],
  ["bad-parent-json", { damaged: ["bad-parent-json"] }, {}],
  ["parent-mismatch", { damaged: ["parent-mismatch"] }, {}],
  ["bad-opts-json", { damaged: ["bad-opts-json"] }, {}],
  ["wrong-type", { damaged: ["wrong-type"] }, {}],
  ["wrong-type", {}, { queue: { damaged: ["wrong-type"] } }],
  ["lock-missing", { lock: null }, { action: "retry" }],
  ["queue-paused-v5", {}, { action: "retry", queue: { paused: true, pausedListLength: 2 } }],
  ["queue-paused-v5", {}, { action: "retry", queue: { paused: true, bullmqVersion: "5.81.5" } }],
] as const)("is refused with %s", (refusal, job, given) => {
  expect(outcome({ job: target(job as Partial<JobReading>), ...(given as Given) })).toMatchObject({
    allowed: false,
    refusal,
  });
});

test("refuses to fail a fail-parent child while workers older than 5.49.2 may run", () => {
  const job = target({}, "fail-parent");
  expect(outcome({ job, queue: { bullmqVersion: "5.34.0" } }).refusal).toBe("fleet-too-old");
  expect(outcome({ job, queue: { bullmqVersion: "5.49.2" } }).refusal).toBeNull();
  expect(outcome({ job, queue: { bullmqVersion: null } }).warnings).toContain("fleet-version-unknown");
});

test("tells what was seen, to be compared when the action runs", () => {
  expect(outcome({}).seen).toEqual({ state: "active", lockId: "l", attemptsStarted: 1, processedAtMs: null });
});

test("counts parents once over all outcomes and leaves refused ones out", () => {
  const one = outcome({ job: target({}, "fail-parent") });
  const refused = outcome({ writable: false });
  expect(sumOutcomes([one, one, refused])).toEqual({
    jobs: 3,
    allowed: 2,
    parentsStart: 0,
    parentsStayBlocked: 0,
    parentsFail: 2,
    rootsFail: 1,
  });
});

test("refuses to fail a child whose parent would be put into a queue that BullMQ 5 paused", () => {
  const paused = { paused: true, pausedListLength: 3 };
  expect(outcome({ job: target({}, "ignore"), queue: paused }).refusal).toBe("queue-paused-v5");
  expect(outcome({ job: target({}, "ignore"), ancestors: parents(3), queue: paused }).refusal).toBeNull();
  expect(outcome({ job: target({}, "none"), queue: paused }).refusal).toBeNull();
});

test("warns that a job which an operator failed may still run somewhere", () => {
  const job = target({ state: "failed", lock: null });
  expect(outcome({ action: "retry", job, mayStillRun: true }).warnings).toContain("may-run-twice");
  expect(outcome({ action: "retry", job }).warnings).not.toContain("may-run-twice");
});

test("a failure that left no trace at the parent is not waited for again", () => {
  const job = target({ state: "failed", lock: null }, "remove");
  const { text, warnings } = outcome({ action: "retry", job });
  expect(text[1]).toBe("settle #412 does not wait for it any more, and will not see its result.");
  expect(warnings).toContain("parent-already-left");
});

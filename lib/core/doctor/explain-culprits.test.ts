import { expect, test } from "vitest";

import type { CauseId } from "@/lib/core/cause";
import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildDoctorReading, buildJobSigns, buildQueueSigns } from "@/lib/testing/build-doctor-reading";

import { explainCulprits } from "./explain-culprits";

type Given = Parameters<typeof buildDoctorReading>[0];

const evicting = { server: { maxmemoryPolicy: "allkeys-lru" } };
const evictingExpiring = { server: { maxmemoryPolicy: "volatile-lru" } };
const byFour = [buildJobSigns({ attemptsMade: true })];
const mixed = { queues: [buildQueueSigns("bull:payments", { recentJobs: byFour })] };
const torn = { queues: [buildQueueSigns("bull:payments", { hashesAt: "payments" })] };
const factsOf = (cause: CauseId, given: Given) =>
  explainCulprits([buildCulprit({ cause })], buildDoctorReading(given))[0]?.facts.map(({ kind, text }) => [kind, text]);

test.each<[CauseId, Given, string]>([
  [
    "child-key-missing",
    evicting,
    "Redis may have evicted it: maxmemory-policy is allkeys-lru, BullMQ needs noeviction.",
  ],
  [
    "active-no-lock-worker-connected",
    evictingExpiring,
    "Redis may have evicted its lock: maxmemory-policy is volatile-lru, BullMQ needs noeviction.",
  ],
  [
    "child-key-missing",
    torn,
    "Its hash may lie under another key: ioredis' keyPrefix is set. Use BullMQ's prefix option instead.",
  ],
  [
    "child-in-no-list",
    mixed,
    "Different BullMQ versions work its queue: 6.7.0 and older than 5. Pausing and resuming then loses jobs.",
  ],
])("%s gets what explains it, as a guess", (cause, given, text) => {
  expect(factsOf(cause, given)).toEqual([["guess", text]]);
});

test.each<[CauseId, Given]>([
  ["child-key-missing", {}],
  ["child-key-missing", { server: { maxmemoryPolicy: null } }],
  ["child-key-missing", evictingExpiring],
  ["hung-lock-renewed", evicting],
  ["child-failed-no-policy", { ...evicting, ...mixed, ...torn }],
  ["child-in-no-list", { queues: [buildQueueSigns("bull:mail", { recentJobs: byFour })] }],
])("%s gets nothing from what does not explain it", (cause, given) => {
  expect(factsOf(cause, given)).toEqual([]);
});

test("before the first look nothing is changed", () => {
  const culprits = [buildCulprit({ cause: "child-key-missing" })];
  expect(explainCulprits(culprits, null)).toBe(culprits);
});

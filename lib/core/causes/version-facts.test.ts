import { expect, test } from "vitest";

import { buildQueueReading } from "@/lib/testing/build-queue-reading";
import { held, judge } from "@/lib/testing/judge-built";

import { versionFacts } from "./version-facts";

const stuck = { child: held, lock: { verdict: "probably-stuck" } } as const;
const oldVersion = expect.objectContaining({
  kind: "guess",
  text: "Its queue's BullMQ is 5.34.0, which keeps renewing a job's lock after its processor has ended, where the call that completes it never settles. Upgrade to 5.34.1 or later.",
  evidence: [{ command: "HGET version", key: "bull:payments:meta", value: "bullmq:5.34.0", readAtMs: 1_000_000 }],
});

test("a stuck job of a queue with the renewal fault is told so, as a guess", () => {
  expect(judge({ ...stuck, queue: { bullmqVersion: "5.34.0" } })?.facts).toContainEqual(oldVersion);
});

test.each([["5.34.1"], ["6.7.0"], [null]])("a stuck job of a queue of %s is told nothing of its version", (version) => {
  const facts = judge({ ...stuck, queue: { bullmqVersion: version } })?.facts ?? [];
  expect(facts.filter(({ evidence }) => evidence.some(({ command }) => command === "HGET version"))).toEqual([]);
});

test("nothing is said of a queue that could not be read", () => {
  expect(versionFacts(null, "parent-loses-lock")).toEqual([]);
});

test("names the version that mends what is looked at", () => {
  const queue = buildQueueReading({ bullmqVersion: "5.45.1" });
  expect(versionFacts(queue, "renews-after-end")).toEqual([]);
  expect(versionFacts(queue, "parent-loses-lock")[0]?.text).toContain("Upgrade to 5.45.2 or later.");
  expect(versionFacts(queue, "ignores-deferred-failure")[0]?.text).toContain("Upgrade to 5.49.2 or later.");
});

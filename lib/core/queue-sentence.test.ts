import { expect, test } from "vitest";

import { queueSentence } from "./queue-sentence";
import type { QueueFacts } from "./queue-sentence";

const none = {
  waiting: 0,
  active: 0,
  prioritized: 0,
  delayed: 0,
  "waiting-children": 0,
  completed: 0,
  failed: 0,
};

const queue = (counts: Partial<QueueFacts["counts"]>, rest: Partial<QueueFacts> = {}): QueueFacts => ({
  paused: false,
  counts: { ...none, ...counts },
  workers: 2,
  rateLimitedForMs: null,
  ...rest,
});

test.each([
  [queue({}), "idle", "Idle."],
  [queue({ delayed: 1 }), "idle", "Idle. 1 job is delayed."],
  [queue({ "waiting-children": 8 }), "idle", "Idle. 8 jobs wait for children."],
  [queue({ active: 1, waiting: 4 }), "working", "Working. 1 job active."],
  [queue({ waiting: 1, prioritized: 1 }), "waiting", "2 jobs wait. None is active."],
  [queue({ waiting: 212 }, { workers: 0 }), "no-workers", "Nobody is working it. 212 jobs wait."],
  [queue({ delayed: 2 }, { workers: 0 }), "no-workers", "Nobody is working it. 2 jobs are delayed."],
  [queue({ active: 1 }, { rateLimitedForMs: 4_000 }), "limited", "It reached its rate limit. Next start in 4 s."],
  [queue({ waiting: 1 }, { paused: true, workers: 0 }), "paused", "Paused. 1 job waits."],
  [queue({}, { paused: true }), "paused", "Paused."],
] as const)("%j is told as %s", (facts, mood, text) => {
  expect(queueSentence(facts)).toEqual({ mood, text });
});

test("without the right to list clients nobody is accused", () => {
  expect(queueSentence(queue({ waiting: 3 }, { workers: null })).mood).toBe("waiting");
});

test("a queue without workers and without jobs is idle", () => {
  expect(queueSentence(queue({}, { workers: 0 })).mood).toBe("idle");
});

test("says how many of the active jobs are probably stuck, where that is known", () => {
  expect(queueSentence({ ...queue({ active: 3 }, { workers: 1 }), stuck: 1 }).text).toBe(
    "Working. 3 jobs active, 1 probably stuck.",
  );
});

import { expect, test } from "vitest";

import type { RunEvent } from "@/lib/core/lock-source";

import { RunPairs } from "./run-pairs";

const queue = "bull:cards";

function event(kind: RunEvent["kind"], atMs: number, told: Partial<RunEvent> = {}): RunEvent {
  return { kind, atMs, jobId: "1", name: null, finishedAtMs: null, worker: null, ...told };
}

const news = (events: readonly RunEvent[], isWhole = true) => ({ queue, isWhole, events });
const notHeld = () => null;

test("a run lasts from its last start to its end, and is named by the job's adding", () => {
  const pairs = new RunPairs();
  expect(pairs.note(news([event("added", 1, { name: "charge" }), event("active", 10)]), notHeld)).toEqual([]);
  expect(pairs.startOf(queue, "1")).toBe(10);
  const again = [event("active", 500), event("completed", 530, { finishedAtMs: 9_000 })];
  expect(pairs.note(news(again), notHeld)).toEqual([{ name: "charge", durationMs: 30, finishedAtMs: 9_000 }]);
  expect(pairs.startOf(queue, "1")).toBeNull();
  expect(pairs.note(news([event("completed", 600)]), notHeld)).toEqual([]);
});

test.each([
  ["its hash at the end", [event("active", 10), event("completed", 30, { name: "charge" })], notHeld],
  ["its hash at the start", [event("active", 10, { name: "charge" }), event("completed", 30)], notHeld],
  ["the sweep", [event("active", 10), event("completed", 30)], () => ({ name: "charge", startedAtMs: null })],
])("a name is known from %s", (_, events, heldRun) => {
  expect(new RunPairs().note(news(events), heldRun)).toMatchObject([{ name: "charge", durationMs: 20 }]);
});

test("a run of which nobody knows the name still has its time", () => {
  const events = [event("active", 10), event("completed", 30)];
  expect(new RunPairs().note(news(events), notHeld)).toEqual([{ name: null, durationMs: 20, finishedAtMs: null }]);
});

test("a failed run ends a pair and tells no time", () => {
  const events = [event("active", 10), event("failed", 9_000_010), event("completed", 9_000_020)];
  expect(new RunPairs().note(news(events), notHeld)).toEqual([]);
});

test("where news was passed over, a start from before counts only as the sweep confirms it", () => {
  const start = news([event("active", 10, { name: "charge" })]);
  const end = news([event("completed", 900)], false);
  const [unconfirmed, confirmed] = [new RunPairs(), new RunPairs()];
  for (const pairs of [unconfirmed, confirmed]) pairs.note(start, notHeld);

  expect(unconfirmed.note(end, notHeld)).toEqual([]);
  expect(confirmed.note(end, () => ({ name: "charge", startedAtMs: 700 }))).toMatchObject([{ durationMs: 200 }]);
});

test("an end from before the start that the sweep knows belongs to an earlier run", () => {
  expect(new RunPairs().note(news([event("completed", 30)]), () => ({ name: null, startedAtMs: 700 }))).toEqual([]);
});

test("jobs without end that never finish leave those that began last", () => {
  const pairs = new RunPairs();
  for (let index = 0; index < 30_000; index += 1) {
    const jobId = String(index);
    pairs.note(news([event("added", index, { jobId, name: "charge" }), event("active", index, { jobId })]), notHeld);
  }
  const known = Array.from({ length: 30_000 }, (_, index) => pairs.startOf(queue, String(index)) !== null);
  expect(known.indexOf(true)).toBe(20_000);
});

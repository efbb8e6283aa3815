import { expect, test } from "vitest";

import type { FinishedBetween, QueueEvents } from "@/lib/core/lock-source";
import { buildJobReading } from "@/lib/testing/build-job-reading";

import { RunWatch } from "./run-watch";

const queue = "bull:cards";
const held = [buildJobReading({ ref: { queue, id: "held" }, state: "active" })];
const laterMs = 60_000;

/** Each look is told the next of these; what was asked of finished jobs is kept. */
function watchOf(told: readonly (readonly QueueEvents[] | null)[]) {
  const asked: FinishedBetween[] = [];
  const looks = [...told];
  const watch = new RunWatch({
    source: {
      followRuns: async () => {
        const next = looks.shift();
        return next === undefined ? [] : next;
      },
      readFinished: async (_, between) => {
        asked.push(between);
        return [{ name: "charge", durationMs: 50, finishedAtMs: 4_000 + asked.length }];
      },
    },
    heldRun: () => null,
  });
  const sweep = async (atMs: number) => {
    await watch.follow([queue]);
    await watch.readFinished(held, atMs);
  };
  return { watch, asked, sweep };
}

function news(finishedAtMs: number): QueueEvents {
  const told = { jobId: "1", name: "charge", worker: null };
  return {
    ...{ queue, isWhole: true },
    events: [
      { ...told, kind: "active", atMs: finishedAtMs - 100, finishedAtMs: null },
      { ...told, kind: "completed", atMs: finishedAtMs, finishedAtMs },
    ],
  };
}

test("at first kept jobs from before the first event are read, later those that no event told of", async () => {
  const { asked, sweep } = watchOf([[news(5_000)], [news(6_000)]]);
  await sweep(10_000);
  await sweep(10_000 + laterMs);
  expect(asked).toEqual([
    { afterMs: null, beforeMs: 5_000 },
    { afterMs: 6_000, beforeMs: null },
  ]);
});

test("where nothing happens nothing is read again", async () => {
  const { asked, sweep } = watchOf([[news(5_000)]]);
  for (let count = 0; count < 5; count += 1) await sweep(10_000 + count * laterMs);
  expect(asked).toHaveLength(1);
});

test("where the events can't be read kept jobs are looked for all the same, each once", async () => {
  const { watch, asked, sweep } = watchOf([null, null, null, null, null]);
  for (let count = 0; count < 5; count += 1) await sweep(10_000 + count * laterMs);
  expect(asked.map(({ afterMs }) => afterMs)).toEqual([null, 4_001, 4_002, 4_003, 4_004]);
  expect(watch.usualOf(queue, "charge")).toMatchObject({ p50Ms: 50, sample: 5 });
});

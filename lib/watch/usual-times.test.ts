import { expect, test } from "vitest";

import { UsualTimes } from "./usual-times";

const queue = "bull:payments";

function learnt(durations: readonly number[], name: string | null = "charge-card"): UsualTimes {
  const usual = new UsualTimes();
  for (const durationMs of durations) usual.note(queue, name, durationMs);
  return usual;
}

/** Within the sketch's accuracy. */
const near = (ms: number) => expect.closeTo(ms, -Math.log10(0.022 * ms));

test("gives percentiles to one part in a hundred, whatever the order", () => {
  const durations = Array.from({ length: 400 }, (_, index) => 10 * ((index * 7) % 400) + 10);
  const usual = learnt(durations).of(queue, "charge-card");
  expect(usual).toEqual({ p50Ms: near(2_000), p95Ms: near(3_800), p99Ms: near(3_960), sample: 400 });
});

test("takes the nearest rank of few durations", () => {
  expect(learnt([50, 10, 30, 20, 40]).of(queue, "charge-card")).toEqual({
    ...{ p50Ms: near(30), p95Ms: 50, p99Ms: 50, sample: 5 },
  });
});

test("is exact where all took the same time, no time too", () => {
  for (const ms of [2_000, 0])
    expect(learnt([ms, ms, ms, ms, ms]).of(queue, "charge-card")).toEqual({
      ...{ p50Ms: ms, p95Ms: ms, p99Ms: ms, sample: 5 },
    });
});

test("keeps names and queues apart and says nothing from fewer than five jobs", () => {
  const usual = learnt([2_000, 2_000, 2_000, 2_000, 2_000]);
  for (let count = 0; count < 4; count += 1) usual.note(queue, "refund", 9_000);

  expect(usual.of(queue, "charge-card")).toMatchObject({ p95Ms: 2_000, sample: 5 });
  expect(usual.of(queue, "refund")).toBeNull();
  expect(usual.of("bull:orders", "charge-card")).toBeNull();
  expect(usual.of(queue, null)).toBeNull();
});

test("runs whose names nobody could tell say what is usual for a job without a name, and for no other", () => {
  const usual = learnt([7, 7, 7, 7, 7], null);
  expect(usual.of(queue, null)).toMatchObject({ p95Ms: 7 });
  expect(usual.of(queue, "charge-card")).toBeNull();
  expect(usual.of("bull:orders", null)).toBeNull();
});

test("what was usual once fades", () => {
  const usual = learnt(Array.from({ length: 600 }, () => 60_000));
  for (let count = 0; count < 1_000; count += 1) usual.note(queue, "charge-card", 1_000);
  expect(usual.of(queue, "charge-card")).toMatchObject({ p50Ms: 1_000, p99Ms: 1_000 });
});

test("of names without end those are kept that learned last", () => {
  const usual = new UsualTimes();
  for (let index = 0; index < 12_000; index += 1)
    for (let count = 0; count < 5; count += 1) usual.note(queue, `order-${index}`, 1_000);
  const known = Array.from({ length: 12_000 }, (_, index) => usual.of(queue, `order-${index}`) !== null);
  expect(known.indexOf(true)).toBe(7_000);
  expect(known.filter((isKnown) => isKnown)).toHaveLength(5_000);
});

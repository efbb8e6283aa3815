import { expect, test } from "vitest";

import { buildFlowNode } from "@/lib/testing/build-flow-view";

import { ranOf, spreadOf } from "./group-times";

const ran = (id: string, processedAtMs: number, finishedAtMs: number) =>
  buildFlowNode(id, "root", { processedAtMs, finishedAtMs });

test("rises evenly through the durations, one step a job where there are few", () => {
  expect(spreadOf([ran("a", 0, 30), ran("b", 5, 15), ran("c", 7, 27)])).toEqual({
    p50: 20,
    p95: 30,
    steps: [10, 20, 30],
  });
});

test("keeps to 48 steps and ends with the longest, however many jobs there are", () => {
  const spread = spreadOf(Array.from({ length: 2_000 }, (_, index) => ran(`j${index}`, 0, index + 1)));
  expect(spread?.steps).toHaveLength(48);
  expect(spread?.steps.at(-1)).toBe(2_000);
});

test("counts who ran in each part of the time", () => {
  expect(ranOf([ran("a", 0, 10), ran("b", 30, 40)])).toEqual({ fromMs: 0, toMs: 40, counts: [1, 1] });
  expect(ranOf([ran("a", 0, 40), ran("b", 30, 40)])).toEqual({ fromMs: 0, toMs: 40, counts: [1, 2] });
});

test("says nothing of jobs that never ran", () => {
  const waiting = [buildFlowNode("a", "root", { state: "waiting" })];
  expect([spreadOf(waiting), ranOf(waiting)]).toEqual([null, null]);
});

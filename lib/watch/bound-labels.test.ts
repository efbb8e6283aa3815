import { expect, test } from "vitest";

import { boundLabels } from "./bound-labels";

const add = (a: number, b: number) => a + b;

test("the largest keep their names, the rest is joined under one", () => {
  const all = [
    { labels: ["bull:a", "x"], value: 1 },
    { labels: ["bull:b", "x"], value: 5 },
    { labels: ["bull:a", "y"], value: 1 },
    { labels: ["bull:c", "x"], value: 3 },
  ];
  expect(boundLabels(all, { seriesMax: 2, join: add })).toEqual([
    { labels: ["bull:b", "x"], value: 5 },
    { labels: ["bull:c", "x"], value: 3 },
    { labels: ["other", "other"], value: 2 },
  ]);
  expect(boundLabels(all, { seriesMax: 2, join: Math.max }).at(-1)).toEqual({ labels: ["other", "other"], value: 1 });
});

test("nothing is called other where all have room, and equal values keep one order", () => {
  const b = { labels: ["bull:b"], value: 1 };
  const a = { labels: ["bull:a"], value: 1 };
  expect(boundLabels([b, a], { seriesMax: 2, join: add })).toEqual([a, b]);
  expect(boundLabels([], { seriesMax: 2, join: add })).toEqual([]);
});

test("values of one label are joined, also where long names become one by being cut", () => {
  const long = "n".repeat(1_000_000);
  const found = boundLabels(
    [
      { labels: [`${long}1`], value: 1 },
      { labels: [`${long}2`], value: 2 },
    ],
    { seriesMax: 9, join: add },
  );
  expect(found).toEqual([{ labels: [`${"n".repeat(199)}…`], value: 3 }]);
});

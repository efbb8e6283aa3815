import { expect, test } from "vitest";

import { takeFirst } from "./take-first";

const byRank = (a: { readonly rank: number }, b: { readonly rank: number }) => a.rank - b.rank;

test("takes what sorting all would bring first, in that order, equal ones as they came", () => {
  const items = Array.from({ length: 500 }, (_, index) => ({ rank: (index * 7_919) % 101, index }));
  const sorted = items.toSorted(byRank);

  for (const count of [1, 2, 50, 499, 500, 501])
    expect(takeFirst(items, count, byRank)).toEqual(sorted.slice(0, count));
});

test("takes nothing where nothing is asked for or there", () => {
  expect(takeFirst([{ rank: 1 }], 0, byRank)).toEqual([]);
  expect(takeFirst([], 5, byRank)).toEqual([]);
});

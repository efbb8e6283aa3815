import { expect, test } from "vitest";

import { countSelected, hasAll, isChosen, nothing, selectAll, selectRange, toggle, toggleAll } from "./selection";
import type { Selection } from "./selection";

const [a, b, c, d] = ["a", "b", "c", "d"].map((id) => ({ queue: "bull:q", id, name: null }));
if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error("Four were made.");
const rows = [a, b, c, d];
const idsOf = ({ jobs }: Selection) => [...jobs.values()].map(({ id }) => id);

test("a job is selected and no more", () => {
  const one = toggle(nothing, b);

  expect([one.isOn, idsOf(one), countSelected(one)]).toEqual([true, ["b"], 1]);
  expect(idsOf(toggle(one, b))).toEqual([]);
});

test("a range goes from the last selected job to this one, up or down, and can be drawn anew", () => {
  const start = toggle(nothing, c);
  const down = selectRange(start, rows, d);

  expect(idsOf(selectRange(start, rows, a)).toSorted()).toEqual(["a", "b", "c"]);
  expect(idsOf(selectRange(down, rows, b)).toSorted()).toEqual(["b", "c", "d"]);
});

test("without a start in the list a range is the job alone", () => {
  expect(idsOf(selectRange(nothing, rows, b))).toEqual(["b"]);
  expect(idsOf(selectRange(toggle(nothing, a), [b, c], c))).toEqual(["a", "c"]);
});

test("a group is selected whole, and left whole", () => {
  const some = toggle(nothing, a);
  const all = toggleAll(some, [a, b]);

  expect([hasAll(some, [a, b]), hasAll(all, [a, b]), hasAll(nothing, [])]).toEqual([false, true, false]);
  expect(idsOf(all)).toEqual(["a", "b"]);
  expect(idsOf(toggleAll(all, [a, b]))).toEqual([]);
});

test("all of a list's part ticks its rows only, and counts those that are not shown", () => {
  const part = { title: "Dead ends", rows: [b, c] };
  const some = selectAll(toggle(nothing, a), { filter: { severity: "dead-end" }, total: 1_312, part });
  const every = selectAll(nothing, { filter: { state: "failed" }, total: 1_312 });

  expect([rows.map((row) => isChosen(some, row)), countSelected(some)]).toEqual([[false, true, true, false], 1_312]);
  expect(rows.every((row) => isChosen(every, row))).toBe(true);
  expect([idsOf(toggle(some, c)), countSelected(toggle(some, c))]).toEqual([["b"], 1]);
});

test("what is chosen by hand takes the place of all that match", () => {
  const all = { ...toggle(nothing, a), all: { filter: { state: "failed" }, total: 1_312 } } as const;

  expect(countSelected(all)).toBe(1_312);
  expect([toggle(all, b), toggleAll(all, [c]), selectRange(all, rows, b)].map((next) => next.all)).toEqual([
    null,
    null,
    null,
  ]);
});

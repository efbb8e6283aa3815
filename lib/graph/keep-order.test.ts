import { expect, test } from "vitest";

import { countMoves, keepOrder } from "./keep-order";

const family = (...ids: string[]) => new Map([["root", ids]]);

test("keeps siblings in place when their rank changes", () => {
  expect(keepOrder(family("a", "b", "c"), family("c", "a", "b"))).toEqual(family("a", "b", "c"));
});

test("puts a new sibling behind the one it follows in the fresh order", () => {
  expect(keepOrder(family("a", "b"), family("b", "new", "a"))).toEqual(family("a", "b", "new"));
  expect(keepOrder(family("a", "b"), family("new", "a", "b"))).toEqual(family("new", "a", "b"));
});

test("drops siblings that are gone", () => {
  expect(keepOrder(family("a", "b", "c"), family("c", "a"))).toEqual(family("a", "c"));
});

test("counts the siblings that would move", () => {
  expect(countMoves(family("a", "b", "c"), family("a", "c", "b"))).toBe(2);
  expect(countMoves(family("a", "b"), family("a", "b"))).toBe(0);
});

import { expect, test } from "vitest";

import { coverPairs, pairsOf } from "./cover-pairs";

const combinations = ["a", "b", "c", "d", "e"].flatMap((letter) =>
  [false, true].flatMap((first) =>
    [false, true].flatMap((second) => [390, 1_440].map((width) => ({ letter, first, second, width }))),
  ),
);

test("a combination's pairs are those of each two of its values", () => {
  expect(pairsOf({ letter: "a", first: true, width: 390 })).toEqual([
    'letter="a" first=true',
    'letter="a" width=390',
    "first=true width=390",
  ]);
});

test("each pair of values stands in one of the chosen combinations, which are few", () => {
  const chosen = coverPairs(combinations);

  expect(new Set(chosen.flatMap(pairsOf))).toEqual(new Set(combinations.flatMap(pairsOf)));
  expect(chosen.length).toBeLessThanOrEqual(14);
});

test("nothing is chosen of nothing", () => {
  expect(coverPairs([])).toEqual([]);
});

import { expect, test } from "vitest";

import { findNote, findWords, nextMatch } from "./find-words";
import type { Find } from "./use-find";

const found: Find = {
  kind: "found",
  matches: [],
  ids: new Set(),
  total: 17,
  searched: 12_408,
  truncated: false,
  readMore: null,
};

test.each<[Find, number | null, string]>([
  [{ kind: "idle" }, null, ""],
  [{ kind: "searching" }, null, "Searching 12,408 jobs…"],
  [found, 2, "3 of 17"],
  [found, null, "17 jobs match"],
  [{ ...found, total: 1 }, null, "1 job matches"],
  [{ ...found, total: 0 }, null, "0 matches"],
  [{ ...found, total: 0, truncated: true }, null, "0 matches in 12,408 jobs"],
  [{ ...found, truncated: true }, 0, "1 of 17 and more"],
])("%j with match %s selected: %s", (find, at, words) => {
  expect(findWords(find, { at, jobs: 12_408 })).toBe(words);
});

test.each<[Find, string, string | null]>([
  [found, "name:charge", null],
  [found, "data.orderId:1", "Slow: reads job data"],
  [{ kind: "searching" }, "data.orderId:1", "Slow: reads job data"],
  [{ ...found, truncated: true }, "data.orderId:1", "The first 0 are listed."],
  [{ ...found, truncated: true, total: 0 }, "charge", "Only 12,408 jobs were looked at. Add a name or a state."],
  [found, "data.user.token:x", "Fields that may hold secrets are not searched."],
])("%j for %j is noted as %j", (find, query, note) => {
  expect(findNote(find, query)).toBe(note);
});

test.each([
  [null, 1, 0],
  [null, -1, 16],
  [16, 1, 0],
  [0, -1, 16],
  [3, 1, 4],
] as const)("after %s by %d comes %d", (at, step, next) => {
  expect(nextMatch(at, step, 17)).toBe(next);
});

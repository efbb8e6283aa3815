import { expect, test } from "vitest";

import { otherStates } from "./other-states";

const counts = {
  waiting: 3,
  active: 2,
  prioritized: 0,
  delayed: 0,
  "waiting-children": 0,
  completed: 16,
  failed: 0,
};

test("leads on from an empty list to the states that have jobs, but not to the one on screen", () => {
  expect(otherStates(counts, "active")).toEqual([
    { id: "waiting", count: 3 },
    { id: "completed", count: 16 },
  ]);
  expect(otherStates(undefined, "active")).toEqual([]);
});

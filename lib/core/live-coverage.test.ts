import { expect, test } from "vitest";

import { jobsBeyondLive } from "./live-coverage";

test.each([
  [{ exact: false, total: 12_408 }, 12_408],
  // A first look at a small flow: the next one reads it whole.
  [{ exact: false, total: 500 }, null],
  [{ exact: true, total: 12_000 }, null],
  [{ exact: true, total: 12_408 }, null],
])("of %j are not all followed: %s", (view, jobs) => {
  expect(jobsBeyondLive(view)).toBe(jobs);
});

import { expect, test } from "vitest";

import { buildJobReading } from "@/lib/testing/build-job-reading";

import { joinEvents } from "./job-event";

const job = buildJobReading({ state: "completed", createdAtMs: 1_000, processedAtMs: 2_000, finishedAtMs: 3_000 });

test("events are told in the order in which they happened, those of one instant as they follow on each other", () => {
  const streamed = ["completed", "active", "waiting", "added"].map((event) => ({ atMs: 5, event, from: null }));
  expect(joinEvents(streamed, null).map(({ event }) => event)).toEqual(["added", "waiting", "active", "completed"]);
});

test("what the stream no longer has is what the job stores", () => {
  const streamed = [{ atMs: 2_900, event: "completed", from: "active" }];
  expect(joinEvents(streamed, job)).toEqual([
    { atMs: 1_000, event: "added", from: null },
    { atMs: 2_000, event: "active", from: null },
    { atMs: 2_900, event: "completed", from: "active" },
  ]);
  expect(joinEvents([], job).at(-1)).toEqual({ atMs: 3_000, event: "completed", from: "active" });
});

import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";

import { columnFact, columnQueueText } from "./column-fact";
import type { Fact } from "./diagnosis";

const fact = (text: string, command = "LLEN", value = "1"): Fact => ({
  kind: "fact",
  text,
  evidence: [{ command, key: "bull:media:1", value, readAtMs: 1 }],
});

test("shows the first line of the last error of a job that failed", () => {
  const failed = fact("Failed 41 m ago after 3 of 3 attempts: no image", "HGET failedReason", "no image\n  at run");
  const culprit = buildCulprit({ cause: "child-failed-no-policy", state: "failed", facts: [failed] });

  expect(columnFact(culprit, null)).toEqual({
    title: "Last error",
    text: "no image",
    code: true,
    note: "no lock · tried 3 of 3",
  });
});

test("shows since when the oldest job of a queue that nobody works waits", () => {
  const queue = { waiting: 3, workers: 0, oldestWaitingMs: 3_900_000 };

  expect(columnFact(buildCulprit({ cause: "no-workers", state: "waiting" }), queue)).toEqual({
    title: "Oldest waiting",
    text: "1 h 5 m",
    code: true,
    note: "0 workers connected",
  });
});

test("shows the first two facts of any other culprit", () => {
  const facts = [fact("Its key is gone."), fact("Its parent still lists it.")];

  expect(columnFact(buildCulprit({ cause: "child-key-missing", state: "missing", facts }), null)).toEqual({
    title: "What we read",
    text: "Its key is gone.",
    code: false,
    note: "Its parent still lists it.",
  });
});

test("says the headline where no fact was read", () => {
  const culprit = buildCulprit({ cause: "unknown", headline: "We can't tell why.", facts: [] });

  expect(columnFact(culprit, null).text).toBe("We can't tell why.");
});

test.each([
  [{ waiting: 1_212, workers: 0, oldestWaitingMs: null }, "1,212 waiting · 0 workers"],
  [{ waiting: 3, workers: null, oldestWaitingMs: null }, "3 waiting"],
])("tells how %o is in a few words", (queue, text) => {
  expect(columnQueueText(queue)).toBe(text);
});

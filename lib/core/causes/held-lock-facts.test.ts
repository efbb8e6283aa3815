import { expect, test } from "vitest";

import { held, judge } from "@/lib/testing/judge-built";

function factsAt(clockOffMs: number | null) {
  const judged = judge({ child: { ...held, processedAtMs: 7_600_000 }, lock: { clockOffMs } });
  return judged?.facts.filter(({ text }) => text.includes("clock"));
}

test("a worker's wrong clock is a fact, with both instants of the run's start", () => {
  expect(factsAt(7_200_000)).toEqual([
    {
      kind: "fact",
      text: "The clock of payments-1 is 2 h ahead of Redis'. Times here are Redis'.",
      evidence: [
        expect.objectContaining({ command: "HGET processedOn", value: "7600000" }),
        expect.objectContaining({ key: "bull:payments:events", value: "active 77 at 400000" }),
      ],
    },
  ]);
});

test.each([1_500, -1_500, null])("a clock that is %s ms off is no fact", (clockOffMs) => {
  expect(factsAt(clockOffMs)).toEqual([]);
});

import { expect, test } from "vitest";

import { actionIds } from "@/lib/core/action";

import { bulkTitle, ownFateText, skippedText, warningTexts } from "./bulk-words";

test("every action says what becomes of one job and of many", () => {
  for (const action of actionIds) {
    expect(ownFateText(action, 1_312)).toMatch(/^1,312 \w/);
    expect(ownFateText(action, 1)).toMatch(/^1 \w/);
  }
  expect([ownFateText("fail", 38), ownFateText("fail", 1), bulkTitle("fail", 38)]).toEqual([
    "38 jobs fail",
    "1 job fails",
    "Fail 38 jobs",
  ]);
});

test("skipped jobs are told with their reason where it is one", () => {
  expect(skippedText("fail", 3, [{ refusal: "wrong-state" }, { refusal: "wrong-state" }])).toBe(
    "3 skipped (no longer active)",
  );
  expect(skippedText("fail", 3, [{ refusal: "wrong-state" }, { refusal: "job-not-found" }])).toBe("3 skipped");
  expect(skippedText("fail", 3, [])).toBe("3 skipped");
});

test("a warning of many jobs is told once", () => {
  const warned = { warnings: ["may-run-twice", "root-fails"] } as const;

  expect(warningTexts([warned, warned])).toEqual([expect.stringContaining("the same work may run twice")]);
});

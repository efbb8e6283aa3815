import { expect, test } from "vitest";

import { limitText, mutedText, suggestExpectedMs } from "./expected-time";

const hourMs = 3_600_000;

test.each([
  [60_000, hourMs],
  [hourMs, 4 * hourMs],
  [3 * hourMs, 12 * hourMs],
  [30 * 24 * hourMs, 7 * 24 * hourMs],
])("a job held for %i ms is suggested to take up to %i ms", (heldMs, expectedMs) => {
  expect(suggestExpectedMs(heldMs)).toBe(expectedMs);
});

test("tells what is set, and the date only where it is another day", () => {
  const nowMs = Date.UTC(2026, 10, 24, 13);
  expect(mutedText(nowMs + hourMs, nowMs)).toBe("muted until 14:00 UTC");
  expect(mutedText(nowMs + 12 * hourMs, nowMs)).toBe("muted until 2026-11-25 01:00 UTC");
  expect(limitText({ stuckMs: 4 * hourMs, muteUntilAtMs: nowMs }, nowMs)).toBe("may take 4 h · muted until 13:00 UTC");
  expect(limitText({ stuckMs: null, muteUntilAtMs: null }, nowMs)).toBe("");
});

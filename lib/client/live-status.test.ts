import { expect, test } from "vitest";

import { liveStatus } from "./live-status";

const fresh = {
  paused: false,
  updatedAtMs: 100_000,
  unanswered: false,
  unread: false,
  catchingUp: false,
  nowMs: 101_000,
};

test.each([
  [{}, "live"],
  [{ nowMs: 115_000 }, "live"],
  [{ nowMs: 115_001 }, "stale"],
  [{ unread: true }, "stale"],
  [{ updatedAtMs: null }, "catching-up"],
  [{ catchingUp: true, nowMs: 200_000 }, "catching-up"],
  [{ paused: true, nowMs: 200_000 }, "paused"],
  [{ paused: true, unanswered: true }, "offline"],
] as const)("%j reads %s", (changes, status) => {
  expect(liveStatus({ ...fresh, ...changes })).toBe(status);
});

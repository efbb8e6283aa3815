import { expect, test } from "vitest";

import { ClearedCount } from "./cleared-count";

const whole = (nowMs: number) => ({ truncated: false, nowMs });

test("a culprit that is gone counts for a day", () => {
  const cleared = new ClearedCount();

  expect(cleared.note(new Set(["a", "b"]), whole(0))).toBe(0);
  expect(cleared.note(new Set(["b"]), whole(1_000))).toBe(1);
  expect(cleared.note(new Set(["b"]), whole(86_400_999))).toBe(1);
  expect(cleared.note(new Set(["b"]), whole(86_401_000))).toBe(0);
});

test("a truncated look clears nothing", () => {
  const cleared = new ClearedCount();
  cleared.note(new Set(["a"]), whole(0));

  expect(cleared.note(new Set(), { truncated: true, nowMs: 1 })).toBe(0);
});

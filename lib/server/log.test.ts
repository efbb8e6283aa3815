import { expect, test } from "vitest";

import { describeError } from "./log";

test("an unexpected error is told by its class and place, never by its message", () => {
  const error = new TypeError("redis://user:canary-secret@host\nat canary-secret");

  const told = describeError(error);

  expect(told.errorName).toBe("TypeError");
  expect(told.frames?.[0]).toContain("log.test.ts");
  expect(JSON.stringify(told)).not.toContain("canary-secret");
});

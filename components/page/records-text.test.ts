import { expect, test } from "vitest";

import { recordsText } from "./records-text";

test.each([
  [{ store: "redis", state: "up", memorySinceAtMs: null }, "Kept in Redis."],
  [
    { store: "redis", state: "away", memorySinceAtMs: null },
    "Kept in Redis, which does not answer; they wait in memory.",
  ],
  [
    { store: "memory", state: "up", memorySinceAtMs: 0 },
    "Kept in memory since 1970-01-01 00:00:00; a restart forgets them.",
  ],
  [
    { store: "redis", state: "denied", memorySinceAtMs: 0 },
    "Kept in memory since 1970-01-01 00:00:00; a restart forgets them. Redis refuses to keep them: the user needs ~flowlock:*.",
  ],
] as const)("%o is told as it is", (records, text) => {
  expect(recordsText(records)).toBe(text);
});

import { expect, test } from "vitest";

import { jobRefSchema } from "./job-ref-schema";

test.each([
  ["a plain job", "bull:mail", "7", true],
  ["a prefix with a colon", "a:b:mail", "repeat:nightly:1795408454482", true],
  ["a queue without a prefix", "mail", "7", false],
  ["no queue", "", "7", false],
  ["an id of 4096 bytes", "bull:mail", "é".repeat(2_048), true],
  ["an id of 4098 bytes in 2049 characters", "bull:mail", "é".repeat(2_049), false],
  ["half of a surrogate pair, which no path can hold", "bull:mail", "a\ud800", false],
  ["half of a surrogate pair in a queue", "bull:m\udc00", "7", false],
  ["an emoji", "bull:mail", "💳", true],
  ["no id", "bull:mail", "", false],
])("%s in a request's body is taken as in a path", (_what, queue, id, isTaken) => {
  expect(jobRefSchema.safeParse({ queue, id }).success).toBe(isTaken);
});

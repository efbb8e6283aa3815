import { expect, test } from "vitest";

import { readJobParam, readQueueParam } from "./job-address";

test.each([
  ["77", undefined, "77"],
  ["repeat:nightly:1795408454482", undefined, "repeat:nightly:1795408454482"],
  ["a/b % ? # 😀", undefined, "a/b % ? # 😀"],
  ["_", "..", ".."],
  ["_", "", ""],
  ["_", undefined, "_"],
  ["77", "78", "77"],
])("the segment %j with ?job=%j names job %j", (job, queryJob, id) => {
  expect(readJobParam({ queue: "a:b:mail", job }, queryJob)).toEqual({ queue: "a:b:mail", id });
});

test("a name without a prefix is no queue", () => {
  expect(() => readQueueParam({ queue: "mail" })).toThrow("invalid-request");
});

test("an id over 4 kB is refused", () => {
  expect(() => readJobParam({ queue: "bull:mail", job: "é".repeat(2_049) }, undefined)).toThrow("invalid-request");
});

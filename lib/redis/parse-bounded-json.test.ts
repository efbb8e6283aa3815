import { expect, test } from "vitest";

import { parseBoundedJson } from "./parse-bounded-json";

test("JSON is parsed, anything else stays text", () => {
  expect(parseBoundedJson('{"a":[1,"]"]}')).toEqual({ kind: "parsed", value: { a: [1, "]"] } });
  expect(parseBoundedJson("{broken")).toEqual({ kind: "unreadable" });
  expect(parseBoundedJson("")).toEqual({ kind: "unreadable" });
});

test("JSON nested so deeply that it would overflow the stack stays text", () => {
  expect(parseBoundedJson("[".repeat(100_000))).toEqual({ kind: "unreadable" });
  expect(parseBoundedJson("[".repeat(100_000) + "]".repeat(100_000))).toEqual({ kind: "unreadable" });
});

test("brackets in a string are no depth", () => {
  expect(parseBoundedJson(JSON.stringify('[\\"'.repeat(500)))).toMatchObject({ kind: "parsed" });
});

test("a key named __proto__ stays a key", () => {
  expect(JSON.stringify(parseBoundedJson('{"__proto__":1}'))).toBe('{"kind":"parsed","value":{"__proto__":1}}');
});

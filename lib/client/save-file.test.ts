import { expect, test } from "vitest";

import { fileNameOf } from "./save-file";

test.each([
  [["fulfil-order", "9912", "2026-01-02 14:02:11"], "fulfil-order-9912-2026-01-02-14-02-11.json"],
  [["../../etc", "a\\b\u0000\r\n"], "etc-a-b-.json"],
  [["x".repeat(500)], `${"x".repeat(60)}.json`],
])("%j is saved as %s", (parts, name) => {
  expect(fileNameOf(parts, "json")).toBe(name);
});

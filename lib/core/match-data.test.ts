import { expect, test } from "vitest";

import { matchesData } from "./match-data";

const data = {
  orderId: 9912,
  paid: false,
  user: { name: "Ann", password: "hunter2" },
  items: [{ sku: "A-1" }, { sku: "B-2", tags: ["red", "blue"] }],
};

test.each([
  [["orderid"], "9912", true],
  [["orderid"], "99*", true],
  [["orderid"], "13", false],
  [["paid"], "false", true],
  [["user", "name"], "ann", true],
  [["items", "sku"], "b-2", true],
  [["items", "tags"], "blue", true],
  [["user"], "ann", false],
  [["nothing", "there"], "", false],
  [["user", "password"], "hunter2", false],
])("data.%s says %j: %s", (path, text, matches) => {
  expect(matchesData([{ path, text }], data)).toBe(matches);
});

test("all terms have to match", () => {
  const [one, other] = [
    { path: ["orderid"], text: "9912" },
    { path: ["paid"], text: "true" },
  ];
  expect([matchesData([one], data), matchesData([one, other], data)]).toEqual([true, false]);
});

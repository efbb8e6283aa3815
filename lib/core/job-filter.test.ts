import { expect, test } from "vitest";

import { buildFlowNode } from "@/lib/testing/build-flow-view";

import { ageOfNode, asksForSecrets, matchesTexts, readJobFilter, textsOfNode } from "./job-filter";

const node = buildFlowNode("card-77", "root", { state: "waiting-children", createdAtMs: 1_000_000 });
const nowMs = 1_000_000 + 15 * 60_000;

test.each([
  ["card", true],
  ["name:c*d*7", true],
  ["state:waiting-children", true],
  ["state:waiting", false],
  ["state:wait", true],
  ["age:>10m", true],
  ["age:>1h", false],
  ["age:<0.5h card", true],
  ["age:10m", false],
  ["age:>soon", false],
  ["holder:api", false],
  ["queue:wor* card", true],
])("%j matches a job of 15 minutes: %s", (query, matches) => {
  const filter = readJobFilter(query);
  if (filter === null) throw new Error("There is something to filter by.");
  expect(matchesTexts(filter, textsOfNode(node), ageOfNode(node, nowMs))).toBe(matches);
});

test("terms of the data stand apart from the others", () => {
  expect(readJobFilter("Data.Order.Id:99* failed")).toEqual({
    terms: [{ kind: "text", field: null, text: "failed" }],
    data: [{ path: ["order", "id"], text: "99*" }],
  });
});

test("a filter that names what may be a secret is known", () => {
  const asks = ["data.user.password:a*", "data.orderId:1"].map((query) =>
    asksForSecrets(readJobFilter(query) ?? { terms: [], data: [] }),
  );
  expect(asks).toEqual([true, false]);
});

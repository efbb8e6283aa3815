import { expect, test } from "vitest";

import { buildFlowGroup, buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";

import { filterTree, readFlowFilter } from "./flow-filter";
import { toFlowTree } from "./flow-tree";

const tree = toFlowTree(
  buildFlowView(
    [
      buildFlowNode("root", null),
      buildFlowNode("pay-1", "root", { state: "waiting-children" }),
      buildFlowNode("card-77", "pay-1", { state: "failed" }),
    ],
    { groups: [buildFlowGroup("ship", "root", { count: 20 })] },
  ),
);

function find(query: string): readonly string[] {
  const matches = readFlowFilter(query, { nowMs: 0, found: new Set() });
  if (matches === null) return ["no filter"];
  return [...tree.items.values()].filter(matches).map(({ id }) => id);
}

test.each([
  ["card", ["bull:work:card-77"]],
  ["state:failed", ["bull:work:card-77"]],
  ["name:pay*", ["bull:work:pay-1"]],
  ["name:*77", ["bull:work:card-77"]],
  ["name:c*d*7", ["bull:work:card-77"]],
  ["name:c*x*7", []],
  ["state:completed ship", ["ship"]],
  ["state:failed pay", []],
  ["[a-", []],
  ["  ", ["no filter"]],
])("finds by %j", (query, ids) => {
  expect(find(query)).toEqual(ids);
});

test("of the data only the server knows what matches", () => {
  const matches = readFlowFilter("data.orderId:9912", { nowMs: 0, found: new Set(["bull:work:pay-1"]) });
  expect([...tree.items.values()].filter((item) => matches?.(item)).map(({ id }) => id)).toEqual(["bull:work:pay-1"]);
});

test("keeps the ancestors of what matches and counts groups by their jobs", () => {
  const filtered = filterTree(tree, (item) => item.id === "bull:work:card-77" || item.kind === "group");
  expect([...filtered.items.keys()]).toEqual(["bull:work:root", "bull:work:pay-1", "bull:work:card-77", "ship"]);
  expect(filtered.matched).toBe(21);
});

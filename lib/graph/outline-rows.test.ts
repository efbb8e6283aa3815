import { expect, test } from "vitest";

import { buildFlowGroup, buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";

import { toFlowTree } from "./flow-tree";
import { toOutlineRows } from "./outline-rows";

const tree = toFlowTree(
  buildFlowView([buildFlowNode("root", null), buildFlowNode("a", "root"), buildFlowNode("a1", "a")], {
    groups: [buildFlowGroup("many", "root")],
  }),
);

test("lists the tree depth first with level, place and size of each family", () => {
  expect(
    toOutlineRows(tree, new Set()).map(({ item, level, position, siblings }) => [item.id, level, position, siblings]),
  ).toEqual([
    ["bull:work:root", 1, 1, 1],
    ["bull:work:a", 2, 1, 2],
    ["bull:work:a1", 3, 1, 1],
    ["many", 2, 2, 2],
  ]);
});

test("leaves out what lies below a collapsed item", () => {
  const rows = toOutlineRows(tree, new Set(["bull:work:a"]));
  expect(rows.map(({ item }) => item.id)).toEqual(["bull:work:root", "bull:work:a", "many"]);
  expect(rows[1]).toMatchObject({ hasChildren: true, expanded: false });
});

test("survives a chain of ten thousand levels", () => {
  const nodes = Array.from({ length: 10_000 }, (_, level) =>
    buildFlowNode(`n${level}`, level === 0 ? null : `n${level - 1}`),
  );
  expect(toOutlineRows(toFlowTree(buildFlowView(nodes)), new Set())).toHaveLength(10_000);
});

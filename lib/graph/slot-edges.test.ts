import { expect, test } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";

import { slotShape } from "./edge-shapes";
import { toFlowTree } from "./flow-tree";

const chain = ["root", "waiting", "holder"].map((id) => ({
  queue: "bull:work",
  id,
  name: id,
  state: "active" as const,
}));
const nodes = [buildFlowNode("root", null), buildFlowNode("holder", "root"), buildFlowNode("waiting", "root")];

function treeOf(cause: "global-concurrency-maxed" | "hung-lock-renewed") {
  const view = buildFlowView(nodes);
  return toFlowTree({ ...view, diagnosis: { ...view.diagnosis, culprits: [buildCulprit({ cause, chain })] } });
}

test("a job that waits for a slot points at its holder, which stays below its own parent", () => {
  const tree = treeOf("global-concurrency-maxed");
  expect(tree.slotEdges).toEqual([{ waitingId: "bull:work:waiting", holderId: "bull:work:holder" }]);
  expect(tree.parentIds.get("bull:work:holder")).toBe("bull:work:root");
});

test("a chain of parents and children has no edge for a slot", () => {
  expect(treeOf("hung-lock-renewed").slotEdges).toEqual([]);
});

test("is a short upright line between neighbours of one column", () => {
  expect(slotShape({ x: 576, y: 108 }, { x: 576, y: 0 })).toEqual({
    line: "M696,108V79",
    head: "M696,72l-3,7h6z",
    label: { x: 704, y: 82 },
  });
});

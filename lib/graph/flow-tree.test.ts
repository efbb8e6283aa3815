import { expect, test } from "vitest";

import type { FlowView } from "@/lib/core/flow-view";
import { buildCulprit } from "@/lib/testing/build-culprit";
import { buildFlowGroup, buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";

import { toFlowTree, topologyKey } from "./flow-tree";

const root = buildFlowNode("root", null, { state: "waiting-children" });

function blockedBy(view: FlowView, ...chains: readonly (readonly string[])[]): FlowView {
  const culprits = chains.map((chain) =>
    buildCulprit({
      chain: chain.map((id) => ({ queue: "bull:work", id, name: id, state: "waiting-children" as const })),
    }),
  );
  return { ...view, diagnosis: { ...view.diagnosis, blocked: true, culprits, total: culprits.length } };
}

test("puts the worst culprit's chain first, then the other chains, then what is done", () => {
  const nodes = ["a", "b", "c"].map((id) => buildFlowNode(id, "root"));
  const view = blockedBy(buildFlowView([root, ...nodes]), ["root", "c"], ["root", "b"]);
  expect(toFlowTree(view).childIds.get("bull:work:root")).toEqual(["bull:work:c", "bull:work:b", "bull:work:a"]);
});

test("puts a branch with a problem somewhere below before healthy ones, and groups behind singles of their kind", () => {
  const view = buildFlowView(
    [
      root,
      buildFlowNode("done", "root"),
      buildFlowNode("busy", "root", { state: "active" }),
      buildFlowNode("branch", "root"),
      buildFlowNode("deep", "branch", { state: "failed" }),
    ],
    { groups: [buildFlowGroup("many", "root")] },
  );
  expect(toFlowTree(view).childIds.get("bull:work:root")).toEqual([
    "bull:work:branch",
    "bull:work:busy",
    "bull:work:done",
    "many",
  ]);
});

test("finds the parent of a job without a hash in its culprit's chain", () => {
  const missing = buildFlowNode("gone", null, { state: "missing" });
  const tree = toFlowTree(blockedBy(buildFlowView([root, missing]), ["root", "gone"]));
  expect(tree.parentIds.get("bull:work:gone")).toBe("bull:work:root");
});

test("keeps its topology key while only states change", () => {
  const view = buildFlowView([root, buildFlowNode("a", "root"), buildFlowNode("b", "root")]);
  const later = buildFlowView([root, buildFlowNode("a", "root", { processedAtMs: 5 }), buildFlowNode("b", "root")]);
  expect(topologyKey(toFlowTree(later))).toBe(topologyKey(toFlowTree(view)));
});

test("hangs what follows a folded chain below its fold", () => {
  const leadsTo = { queue: "bull:work", id: "end" };
  const groups = [buildFlowGroup("fold", "a", { leadsTo, inside: { jobs: 0, problems: 0 } })];
  const nodes = [root, buildFlowNode("a", "root"), buildFlowNode("end", "folded")];
  const tree = toFlowTree(buildFlowView(nodes, { groups }));
  expect(tree.childIds.get("bull:work:a")).toEqual(["fold"]);
  expect(tree.childIds.get("fold")).toEqual(["bull:work:end"]);
});

test("puts a fold with a problem inside before healthy siblings", () => {
  const groups = [buildFlowGroup("many", "root", { bucket: "waiting-children", inside: { jobs: 9, problems: 2 } })];
  const busy = buildFlowNode("busy", "root", { state: "active" });
  expect(toFlowTree(buildFlowView([root, busy], { groups })).childIds.get("bull:work:root")).toEqual([
    "many",
    "bull:work:busy",
  ]);
});

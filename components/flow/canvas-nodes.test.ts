import { expect, test } from "vitest";

import { toFlowTree, topologyKey } from "@/lib/graph/flow-tree";
import { layoutTree } from "@/lib/graph/layout-tree";
import { buildFlowGroup, buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";
import { buildLockState } from "@/lib/testing/build-lock-state";

import { dressCards, markCards, placeCards } from "./canvas-nodes";

const root = buildFlowNode("root", null, { state: "waiting-children" });
const busy = buildFlowNode("busy", "root", { state: "active", verdict: "normal", lock: buildLockState() });
const before = buildFlowView([root, busy, buildFlowNode("done", "root")], { groups: [buildFlowGroup("g", "root")] });
const looks = { conn: "default", pathIds: new Set<string>(), readAtMs: 5 };

/** The same edges, read again: other states, counts and times. */
const after = {
  ...before,
  readAtMs: before.readAtMs + 2_000,
  nodes: [{ ...root, attempts: { made: 1, started: 2, max: 3 } }, { ...busy, progress: 40 }, ...before.nodes.slice(2)],
  groups: [buildFlowGroup("g", "root", { count: 11 })],
};

test("a poll that changes no edge has the same topology and moves no card", () => {
  const [one, two] = [toFlowTree(before), toFlowTree(after)];
  expect(topologyKey(two)).toBe(topologyKey(one));
  const placed = placeCards(layoutTree({ ...one, roomyIds: new Set() }));
  const first = dressCards(placed, { ...looks, items: one.items });
  const second = dressCards(placed, { ...looks, items: two.items });
  expect(second.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  for (const [index, node] of second.entries()) expect(node.position).toBe(first[index]?.position);
});

test("a selection touches the card that Tab reaches and the chosen one, and no other", () => {
  const tree = toFlowTree(before);
  const dressed = dressCards(placeCards(layoutTree({ ...tree, roomyIds: new Set() })), { ...looks, items: tree.items });
  const marked = markCards(dressed, "bull:work:root", "bull:work:busy");
  expect(marked.filter((node, index) => node !== dressed[index]).map(({ id }) => id)).toEqual([
    "bull:work:root",
    "bull:work:busy",
  ]);
});

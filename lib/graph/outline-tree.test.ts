import { expect, test } from "vitest";

import { groupId } from "@/lib/core/group-id";
import { buildFlowGroup, buildFlowNode, buildFlowView } from "@/lib/testing/build-flow-view";

import { toFlowTree } from "./flow-tree";
import { toOutlineTree } from "./outline-tree";

const named = (id: string) => buildFlowNode(id, "root", { job: { queue: "bull:work", id, name: "thumb" } });
const parent = { queue: "bull:work", id: "root" };
const thumbs = groupId({ parent, queue: "bull:work", name: "thumb", bucket: "completed" });
const root = buildFlowNode("root", null);
const tree = toFlowTree(
  buildFlowView([root, named("1"), named("2"), buildFlowNode("other", "root")], {
    groups: [buildFlowGroup(thumbs, "root", { name: "thumb", count: 98 })],
  }),
);

test("is the same tree while no group is open", () => {
  expect(toOutlineTree(tree, { open: [], pages: new Map() })).toBe(tree);
});

test("puts the jobs of an opened group below its row, with what is still folded last", () => {
  const outline = toOutlineTree(tree, { open: [thumbs], pages: new Map() });
  expect(outline.childIds.get("bull:work:root")).toEqual([thumbs, "bull:work:other"]);
  expect(outline.childIds.get(thumbs)).toEqual(["bull:work:1", "bull:work:2", `${thumbs}~more`]);
  expect(outline.items.get(thumbs)).toMatchObject({ kind: "group", group: { count: 100 } });
  expect(outline.items.get(`${thumbs}~more`)).toMatchObject({ kind: "more", group: { count: 98 } });
});

test("keeps the row of a group that is shown whole, so that it can be closed", () => {
  const whole = toFlowTree(buildFlowView([root, named("1"), named("2")]));
  const outline = toOutlineTree(whole, { open: [thumbs], pages: new Map() });
  expect(outline.childIds.get("bull:work:root")).toEqual([thumbs]);
  expect(outline.childIds.get(thumbs)).toEqual(["bull:work:1", "bull:work:2"]);
});

test("adds what was read page by page, once", () => {
  const outline = toOutlineTree(tree, { open: [thumbs], pages: new Map([[thumbs, [named("2"), named("3")]]]) });
  expect(outline.childIds.get(thumbs)).toEqual(["bull:work:1", "bull:work:2", "bull:work:3", `${thumbs}~more`]);
  expect(outline.items.get(`${thumbs}~more`)).toMatchObject({ group: { count: 97 } });
});

test("ignores the id of a group that is not part of the flow", () => {
  const outline = toOutlineTree(tree, { open: ["nothing"], pages: new Map() });
  expect(outline.childIds.get("bull:work:root")).toEqual(tree.childIds.get("bull:work:root"));
});

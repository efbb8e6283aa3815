import { expect, test } from "vitest";

import { layoutTree } from "./layout-tree";

function layout(edges: Readonly<Record<string, readonly string[]>>, roomy: readonly string[] = []) {
  return layoutTree({ rootId: "root", childIds: new Map(Object.entries(edges)), roomyIds: new Set(roomy) });
}

test("puts the chain of first children on one straight line", () => {
  const positions = layout({ root: ["settle", "ship"], settle: ["charge", "book"] });
  expect(positions.get("root")).toEqual({ x: 0, y: 0 });
  expect(positions.get("settle")).toEqual({ x: 288, y: 0 });
  expect(positions.get("charge")).toEqual({ x: 576, y: 0 });
});

test("keeps siblings 12 px apart and families 32 px", () => {
  const positions = layout({ root: ["a", "b"], a: ["a1", "a2"], b: ["b1"] });
  expect(positions.get("a2")?.y).toBe(84);
  expect(positions.get("b1")?.y).toBe(84 + 72 + 32);
  expect(positions.get("b")?.y).toBe(positions.get("b1")?.y);
});

test("lets no two cards of one level overlap, whatever the tree", () => {
  const edges: Record<string, string[]> = { root: ["n0", "n1", "n2", "n3"] };
  for (let index = 0; index < 40; index += 1)
    edges[`n${index}`] = [`n${index * 3 + 4}`, `n${index * 3 + 5}`, `n${index * 3 + 6}`].slice(0, index % 4);
  const byLevel = new Map<number, number[]>();
  for (const { x, y } of layout(edges).values()) byLevel.set(x, [...(byLevel.get(x) ?? []), y]);
  for (const ys of byLevel.values()) {
    const sorted = ys.toSorted((a, b) => a - b);
    for (const [index, y] of sorted.entries())
      if (index > 0) expect(y - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(84);
  }
});

test("lays out a chain of ten thousand levels", () => {
  const edges = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, level) => [level === 0 ? "root" : `n${level}`, [`n${level + 1}`]]),
  );
  expect(layout(edges).get("n10000")).toEqual({ x: 288 * 10_000, y: 0 });
});

test("lays out a comb of ten thousand levels, which is too deep for a recursive packing", () => {
  const edges = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, level) => [
      level === 0 ? "root" : `n${level}`,
      [`n${level + 1}`, `leaf${level + 1}`],
    ]),
  );
  const positions = layout(edges);
  expect(positions.size).toBe(20_001);
  expect(positions.get("n10000")).toEqual({ x: 288 * 10_000, y: 0 });
  expect(positions.get("leaf1")).toEqual({ x: 288, y: 84 });
});

test("leaves no hole below a card whose sibling above has many children", () => {
  const positions = layout({
    root: ["a", "b", "c"],
    a: Array.from({ length: 40 }, (_, index) => `a${index}`),
    c: ["c1"],
  });
  expect(positions.get("b")).toEqual({ x: 288, y: 84 });
  expect(positions.get("c")?.y).toBe(40 * 84 - 12 + 32);
});

test("keeps room for an edge around a card that waits for a slot", () => {
  const positions = layout({ root: ["stuck", "waiting", "done"] }, ["waiting"]);
  expect(positions.get("waiting")?.y).toBe(72 + 36);
  expect(positions.get("done")?.y).toBe(72 + 36 + 72 + 36);
});

test("places the same tree the same way, whatever the order in which its families are listed", () => {
  const edges = { root: ["a", "b"], a: ["a1", "a2", "a3"], b: ["b1", "b2"], b1: ["b11"] };
  const reversed = Object.fromEntries(Object.entries(edges).toReversed());
  expect(layout(reversed)).toEqual(layout(edges));
});

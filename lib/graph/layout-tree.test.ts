import { expect, test } from "vitest";

import { layoutTree } from "./layout-tree";

function layout(edges: Readonly<Record<string, readonly string[]>>) {
  return layoutTree({ rootId: "root", childIds: new Map(Object.entries(edges)) });
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

import { expect, test } from "vitest";

import { edgePath, edgeShapes } from "./edge-shapes";

test("is a straight line where the child stands beside its parent", () => {
  expect(edgePath({ x: 0, y: 0 }, { x: 288, y: 0 }, 6)).toBe("M240,36H282");
});

test("turns twice with round corners on the parent's spine", () => {
  expect(edgePath({ x: 0, y: 0 }, { x: 288, y: 84 }, 6)).toBe("M240,36H254Q260,36 260,42V114Q260,120 266,120H282");
});

test("draws one shape a tone, the path last so that it lies on top", () => {
  const positions = new Map([
    ["root", { x: 0, y: 0 }],
    ["stuck", { x: 288, y: 0 }],
    ["done", { x: 288, y: 84 }],
  ]);
  const parentIds = new Map([
    ["stuck", "root"],
    ["done", "root"],
  ]);
  const shapes = edgeShapes({ positions, parentIds, toneOf: (id) => (id === "stuck" ? "path" : "neutral") });
  expect(shapes.map(({ tone }) => tone)).toEqual(["neutral", "path"]);
  expect(shapes[1]?.heads).toBe("M288,36l-8,-5v10z");
});

test("leaves out an edge whose ends have no place", () => {
  expect(edgeShapes({ positions: new Map(), parentIds: new Map([["a", "b"]]), toneOf: () => "neutral" })).toEqual([]);
});

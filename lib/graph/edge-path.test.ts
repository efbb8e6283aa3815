import { expect, test } from "vitest";

import { edgePath } from "./edge-path";

test("is a straight line where the child stands beside its parent", () => {
  expect(edgePath({ x: 0, y: 0 }, { x: 288, y: 0 })).toBe("M240,36H288");
});

test("turns twice with round corners on the parent's spine", () => {
  expect(edgePath({ x: 0, y: 0 }, { x: 288, y: 84 })).toBe("M240,36H254Q260,36 260,42V114Q260,120 266,120H288");
});

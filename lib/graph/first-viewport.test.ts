import { expect, test } from "vitest";

import { firstViewport, legibleZoom } from "./first-viewport";

const positions = new Map([0, 1, 2, 3, 4, 5].map((level) => [`n${level}`, { x: level * 288, y: 0 }]));
const upTo = (level: number) => [...positions.keys()].slice(0, level + 1);

test("shows a short path in full size from the left top corner", () => {
  expect(firstViewport({ positions, ids: upTo(1), widthPx: 800, heightPx: 600 })).toEqual({ x: 13, y: 24, zoom: 1 });
});

test("shrinks a path of three levels until it fits", () => {
  const { zoom, x } = firstViewport({ positions, ids: upTo(2), widthPx: 744, heightPx: 600 });
  expect(zoom).toBeCloseTo((744 - 26) / 816);
  expect(x).toBe(13);
});

test("never shrinks below what can be read, and shows the culprit's end of a long path", () => {
  const { zoom, x } = firstViewport({ positions, ids: upTo(5), widthPx: 744, heightPx: 600 });
  expect(zoom).toBe(legibleZoom);
  expect((5 * 288 + 240) * zoom + x).toBeCloseTo(744 - 13);
});

test("starts at the corner where nothing is to be seen yet", () => {
  expect(firstViewport({ positions, ids: [], widthPx: 744, heightPx: 600 })).toEqual({ x: 13, y: 24, zoom: 1 });
});

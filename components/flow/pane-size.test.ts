import { expect, test } from "vitest";

import { sizeAfterKey, sizeAfterPull, sizeOf } from "./pane-size";

test.each([
  ["outline", 320, 1_200, { nowPx: 320, minPx: 200, maxPx: 420 }],
  ["outline", 900, 1_200, { nowPx: 420, minPx: 200, maxPx: 420 }],
  ["inspector", 10, 1_200, { nowPx: 320, minPx: 320, maxPx: 480 }],
  ["dock", 160.4, 700, { nowPx: 160, minPx: 96, maxPx: 420 }],
  ["dock", 160, 100, { nowPx: 96, minPx: 96, maxPx: 96 }],
] as const)("%s of %d px in a frame of %d px", (pane, nowPx, framePx, size) => {
  expect(sizeOf(pane, nowPx, framePx)).toEqual(size);
});

const size = { nowPx: 320, minPx: 200, maxPx: 420 };

test.each([
  ["outline", "ArrowRight", false, 336],
  ["outline", "ArrowLeft", true, 256],
  ["inspector", "ArrowLeft", false, 336],
  ["inspector", "ArrowRight", false, 304],
  ["dock", "ArrowUp", false, 336],
  ["dock", "ArrowDown", true, 256],
  ["outline", "Home", false, 200],
  ["outline", "End", false, 420],
  ["outline", "Enter", false, "usual"],
  ["outline", "ArrowUp", false, null],
  ["dock", "ArrowLeft", false, null],
  ["outline", "j", false, null],
] as const)("%s: %s (shift: %s) asks for %s", (pane, key, shiftKey, wanted) => {
  expect(sizeAfterKey(pane, size, { key, shiftKey })).toBe(wanted);
});

test("a key goes no further than the bounds", () => {
  expect(sizeAfterKey("outline", { ...size, nowPx: 415 }, { key: "ArrowRight", shiftKey: true })).toBe(420);
});

test.each([
  ["outline", 40, 360],
  ["outline", -400, 200],
  ["inspector", -40, 360],
  ["dock", 40, 280],
] as const)("%s pulled by %d px is %d px", (pane, pulledPx, px) => {
  expect(sizeAfterPull(pane, size, pulledPx)).toBe(px);
});

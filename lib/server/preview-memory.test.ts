import { expect, test } from "vitest";

import { PreviewMemory } from "./preview-memory";

const preview = { action: "fail", jobs: [], options: {}, shown: new Map(), summary: "" } as const;

test("a preview is recalled until it expires", () => {
  let nowMs = 0;
  const memory = new PreviewMemory(() => nowMs);
  const { previewId, lastsMs } = memory.remember(preview);

  expect(memory.recall(previewId)).toEqual(preview);
  nowMs = lastsMs;
  expect(memory.recall(previewId)).toBeNull();
});

test("an id that was never given is unknown", () => {
  expect(new PreviewMemory(() => 0).recall("__proto__")).toBeNull();
});

test("the oldest previews make room", () => {
  const memory = new PreviewMemory(() => 0);
  const first = memory.remember(preview);
  for (let count = 0; count < 500; count += 1) memory.remember(preview);

  expect(memory.recall(first.previewId)).toBeNull();
});

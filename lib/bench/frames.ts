import type { Page } from "playwright";

import { median } from "./median";

export type Frames = {
  /** From the median time between two frames. */
  readonly fps: number;
  /** The share of frames that came later than 20 ms after the one before. */
  readonly slowShare: number;
};

const slowMs = 20;
/** Frames come at whole sixtieths of a second, give or take a little. */
const toleranceMs = 1;

/** Acts on the page again and again for so long, and tells how its frames came meanwhile. */
export async function framesWhile(page: Page, forMs: number, act: (turn: number) => Promise<void>): Promise<Frames> {
  const recorded = page.evaluate<readonly number[]>(`(${recordFrames})(${forMs})`);
  const endAtMs = performance.now() + forMs;
  for (let turn = 0; performance.now() < endAtMs; turn += 1) await act(turn);
  return toFrames(await recorded);
}

export function toFrames(gapsMs: readonly number[]): Frames {
  const slow = gapsMs.filter((gapMs) => gapMs > slowMs + toleranceMs);
  return { fps: 1_000 / median(gapsMs), slowShare: slow.length / gapsMs.length };
}

/** Runs in the page; a text, because tsx gives functions a helper that the page does not have. */
const recordFrames = `(forMs) => new Promise((resolve) => {
  const gapsMs = [];
  const startedAtMs = performance.now();
  let lastMs = startedAtMs;
  const onFrame = (nowMs) => {
    gapsMs.push(nowMs - lastMs);
    lastMs = nowMs;
    if (nowMs - startedAtMs >= forMs && gapsMs.length > 1) resolve(gapsMs.slice(1));
    else requestAnimationFrame(onFrame);
  };
  requestAnimationFrame(onFrame);
})`;

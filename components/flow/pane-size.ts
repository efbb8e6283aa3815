/** A pane of the flow page that is as large as the operator makes it. */
export type Pane = "outline" | "inspector" | "dock";

type Bounds = {
  /** At least so many pixels: less shows nothing that can be read. */
  readonly minPx: number;
  /** At most this part of the frame, so that the graph keeps the rest. The style sheet says the same. */
  readonly share: number;
};

const bounds = {
  outline: { minPx: 200, share: 0.35 },
  inspector: { minPx: 320, share: 0.4 },
  dock: { minPx: 96, share: 0.6 },
} as const satisfies Record<Pane, Bounds>;

export type Size = { readonly nowPx: number; readonly minPx: number; readonly maxPx: number };

/** How large a pane is and may be in a frame of this size, in whole pixels. */
export function sizeOf(pane: Pane, nowPx: number, framePx: number): Size {
  const { minPx, share } = bounds[pane];
  const maxPx = Math.max(minPx, Math.floor(framePx * share));
  return { nowPx: clamp(nowPx, minPx, maxPx), minPx, maxPx };
}

export const stepPx = 16;
const farPx = 64;

type Press = { readonly key: string; readonly shiftKey: boolean };

/** The size that a key asks for; `null`: the key means nothing here, `"usual"`: the size it has at first. */
export function sizeAfterKey(pane: Pane, size: Size, { key, shiftKey }: Press): number | "usual" | null {
  const { nowPx, minPx, maxPx } = size;
  if (key === "Home") return minPx;
  if (key === "End") return maxPx;
  if (key === "Enter") return "usual";
  const [smaller, larger] = keysOf[pane];
  if (key !== smaller && key !== larger) return null;
  const step = shiftKey ? farPx : stepPx;
  return clamp(key === larger ? nowPx + step : nowPx - step, minPx, maxPx);
}

/** The way that the line between two panes moves. */
const keysOf = {
  outline: ["ArrowLeft", "ArrowRight"],
  inspector: ["ArrowRight", "ArrowLeft"],
  dock: ["ArrowDown", "ArrowUp"],
} as const satisfies Record<Pane, readonly [smaller: string, larger: string]>;

/** The size of a pane whose line was pulled this far, right and down being positive. */
export function sizeAfterPull(pane: Pane, from: Size, pulledPx: number): number {
  return clamp(pane === "outline" ? from.nowPx + pulledPx : from.nowPx - pulledPx, from.minPx, from.maxPx);
}

function clamp(px: number, minPx: number, maxPx: number): number {
  return Math.round(Math.min(maxPx, Math.max(minPx, px)));
}

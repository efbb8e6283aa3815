import { nodeHeightPx, nodeWidthPx } from "./card-size";
import type { Positions } from "./layout-tree";

export type Viewport = { readonly x: number; readonly y: number; readonly zoom: number };

type View = {
  readonly positions: Positions;
  /** The jobs to be seen: the blocking path, or the root alone. */
  readonly ids: Iterable<string>;
  readonly widthPx: number;
  readonly heightPx: number;
};

/** Below this a card shows less than all of its rows. */
export const legibleZoom = 0.75;
const marginPx = { x: 13, y: 24 };

/**
 * Where the canvas stands at first: the blocking path from its left top corner, as large as it fits, but never too
 * small to read. A path too wide for that shows its end, where the culprit is.
 */
export function firstViewport({ positions, ids, widthPx, heightPx }: View): Viewport {
  const places = [...ids].flatMap((id) => positions.get(id) ?? []);
  if (places.length === 0) return { x: marginPx.x, y: marginPx.y, zoom: 1 };
  const left = Math.min(...places.map(({ x }) => x));
  const right = Math.max(...places.map(({ x }) => x)) + nodeWidthPx;
  const top = Math.min(...places.map(({ y }) => y));
  const bottom = Math.max(...places.map(({ y }) => y)) + nodeHeightPx;
  const fitting = Math.min((widthPx - 2 * marginPx.x) / (right - left), (heightPx - 2 * marginPx.y) / (bottom - top));
  const zoom = Math.min(1, Math.max(legibleZoom, fitting));
  const tooWide = (right - left) * zoom > widthPx - 2 * marginPx.x;
  const tooHigh = (bottom - top) * zoom > heightPx - 2 * marginPx.y;
  return {
    x: tooWide ? widthPx - marginPx.x - right * zoom : marginPx.x - left * zoom,
    y: tooHigh ? heightPx - marginPx.y - bottom * zoom : marginPx.y - top * zoom,
    zoom,
  };
}

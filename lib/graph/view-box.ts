import type { Viewport } from "./first-viewport";

/** What the canvas of this product can zoom to. */
export const zoomRange = { least: 0.1, most: 1.5 } as const;
const pxMax = 10_000_000;

/** Where a canvas looks, as a link carries it: `-120,40,0.75`. */
export function writeBox({ x, y, zoom }: Viewport): string {
  return [Math.round(x), Math.round(y), Number(zoom.toFixed(3))].join(",");
}

/** `null` for anything that is no place of the canvas. */
export function readBox(text: string): Viewport | null {
  const [x, y, zoom, ...rest] = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (x === undefined || y === undefined || zoom === undefined || rest.length > 0) return null;
  const inReach = Math.abs(x) <= pxMax && Math.abs(y) <= pxMax && zoom >= zoomRange.least && zoom <= zoomRange.most;
  return inReach ? { x, y, zoom } : null;
}

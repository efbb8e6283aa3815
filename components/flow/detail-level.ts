export type DetailLevel = "full" | "brief" | "block" | "bars";

/** How much of a card can be read at a zoom. */
export function detailLevel(zoom: number): DetailLevel {
  if (zoom >= 0.75) return "full";
  if (zoom >= 0.4) return "brief";
  return zoom >= 0.15 ? "block" : "bars";
}

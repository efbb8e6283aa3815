/** The middle of the values, or the mean of the two middle ones; throws where there are none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error("There is no median of nothing.");
  return (low + high) / 2;
}

/** How many times ours fits into the peer's; `null` where ours is too small to be measured. */
export function ratioTo(peer: number, ours: number): number | null {
  return ours <= 0 ? null : peer / ours;
}

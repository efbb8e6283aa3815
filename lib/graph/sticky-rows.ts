type Input = {
  /** The index of a row's parent; -1 for the root. */
  readonly parentOf: (index: number) => number;
  /** The first row that is not wholly scrolled away. */
  readonly topIndex: number;
  readonly rowCount: number;
  /** How many rows may stick; the nearest ancestors are kept. */
  readonly most: number;
};

/** The rows that stay on top while their descendants scroll by: ancestors of the first row that they leave uncovered. */
export function stickyRows({ parentOf, topIndex, rowCount, most }: Input): readonly number[] {
  let sticky: readonly number[] = [];
  // Each row that sticks covers one more row, and the next one's ancestors may be others.
  for (let tries = 0; tries <= most; tries += 1) {
    const anchor = Math.min(rowCount - 1, topIndex + sticky.length);
    const next = nearestAncestors(parentOf, anchor, most);
    if (next.length === sticky.length) return next;
    sticky = next;
  }
  return sticky;
}

function nearestAncestors(parentOf: Input["parentOf"], index: number, most: number): readonly number[] {
  const ancestors: number[] = [];
  for (let above = parentOf(index); above >= 0 && ancestors.length < most; above = parentOf(above))
    ancestors.unshift(above);
  return ancestors;
}

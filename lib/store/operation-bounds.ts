const dayMs = 24 * 60 * 60_000;

/** What is kept of actions on many jobs: those that ended make room, oldest first. */
export const operationBounds = {
  operationsMax: 100,
  /** Of all that are kept together: about 50 MB with their results. */
  jobsMax: 100_000,
  openMax: 20,
  /** After the last thing that happened to it. */
  keptMs: 7 * dayMs,
} as const;

export type KeptOperation = { readonly id: string; readonly total: number; readonly isOpen: boolean };

/** Which of them have to go, given oldest first. */
export function operationsOverBounds(kept: readonly KeptOperation[]): readonly string[] {
  const { operationsMax, jobsMax } = operationBounds;
  let operations = kept.length;
  let jobs = kept.reduce((sum, { total }) => sum + total, 0);
  const dropped: string[] = [];
  for (const { id, total, isOpen } of kept) {
    if (operations <= operationsMax && jobs <= jobsMax) break;
    if (isOpen) continue;
    dropped.push(id);
    operations -= 1;
    jobs -= total;
  }
  return dropped;
}

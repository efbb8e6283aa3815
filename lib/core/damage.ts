/** What is wrong with a job's or a queue's own data. It is shown, and never stops the rest of a page. */
export const damageCodes = [
  "bad-parent-json",
  "bad-opts-json",
  "bad-data-json",
  "parent-mismatch",
  "wrong-type",
  "not-a-job",
  "cycle",
  "clock-skew",
] as const;

export type DamageCode = (typeof damageCodes)[number];

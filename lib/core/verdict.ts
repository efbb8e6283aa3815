/** Our judgement of a held lock, mildest first. */
export const verdicts = ["normal", "slow", "suspect", "probably-stuck", "lock-lost"] as const;

export type Verdict = (typeof verdicts)[number];

import type { DamageCode } from "@/lib/core/damage";

const words = {
  "bad-parent-json": "Its parent field is not valid JSON.",
  "bad-opts-json": "Its options are not valid JSON.",
  "bad-data-json": "Its data is not valid JSON.",
  "parent-mismatch": "Its two parent fields disagree.",
  "wrong-type": "One of its keys has the wrong type.",
  "not-a-job": "Its key holds something that is not a job.",
  cycle: "It is its own ancestor.",
  "clock-skew": "Its times lie in the future.",
} as const satisfies Record<DamageCode, string>;

/** What is wrong with stored data, in plain sentences. */
export function damageWords(damaged: readonly DamageCode[]): string {
  return damaged.map((code) => words[code]).join(" ");
}

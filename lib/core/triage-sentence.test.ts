import { expect, test } from "vitest";

import { triageSentence } from "./triage-sentence";

const job = { cause: "hung-lock-renewed", blockedMs: 1 } as const;
const queue = { cause: "no-workers", blockedMs: 1 } as const;
const harmless = { cause: "active-as-usual", blockedMs: 0 } as const;
const sentence = (blockedFlows: number, culprits: readonly (typeof job | typeof queue | typeof harmless)[]) =>
  triageSentence({ blockedFlows, culprits, total: culprits.length, truncated: false });

test.each([
  [0, [], "Nothing is blocked."],
  [0, [harmless], "Nothing is blocked."],
  [1, [job], "1 flow is blocked. One job causes it."],
  [3, [job, job], "3 flows are blocked. Two jobs cause all of it."],
  [3, [job, harmless], "3 flows are blocked. One job causes all of it."],
  [8, [job, job, job, job, job, queue], "8 flows are blocked. Five jobs and one queue cause all of it."],
  [1_204, [queue], "1,204 flows are blocked. One queue causes all of it."],
  [20, Array.from({ length: 12 }, () => job), "20 flows are blocked. 12 jobs cause all of it."],
] as const)("%i blocked flows and the culprits %j", (blockedFlows, culprits, text) => {
  expect(sentence(blockedFlows, culprits)).toBe(text);
});

test("a cut list says how much of it is shown", () => {
  expect(triageSentence({ blockedFlows: 900, culprits: [job, job], total: 712, truncated: true })).toBe(
    "900 flows are blocked. The worst 2 of 712 causes are shown.",
  );
});

import { expect, test } from "vitest";

import type { Outcome } from "@/lib/core/action";

import { whatChanged } from "./what-changed";

const job = { queue: "bull:payments", id: "77", name: "charge-card" };
const parent = { queue: "bull:orders", id: "1", name: "order" };
const seen = { state: "active", lockId: "a", attemptsStarted: 1, processedAtMs: 5 } as const;

function outcome(overrides: Partial<Outcome> = {}): Outcome {
  return {
    job,
    allowed: true,
    refusal: null,
    seen,
    effects: [{ job: parent, from: "waiting-children", to: "failed", why: "" }],
    warnings: [],
    text: [],
    ...overrides,
  };
}

test.each([
  ["nothing", outcome({ text: ["Held for 2 m."] }), null],
  ["the state", outcome({ seen: { ...seen, state: "completed" } }), "The job is completed now."],
  ["the job's existence", outcome({ seen: { ...seen, state: "missing" } }), "The job is gone from Redis."],
  ["the lock's holder", outcome({ seen: { ...seen, lockId: "b" } }), "The lock moved to api-3 while you were reading."],
  ["the lock's existence", outcome({ seen: { ...seen, lockId: null } }), "Its lock is gone."],
  ["the run", outcome({ seen: { ...seen, attemptsStarted: 2 } }), "The job was started anew while you were reading."],
  ["what is allowed", outcome({ allowed: false }), "It is not possible any more."],
  [
    "a parent's fate",
    outcome({ effects: [{ job: parent, from: "waiting-children", to: "waiting", why: "" }] }),
    "What becomes of its parents changed while you were reading.",
  ],
])("notices that %s changed", (_, latest, text) => {
  expect(whatChanged(outcome(), latest, "api-3")).toBe(text);
});

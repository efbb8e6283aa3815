import { expect, test } from "vitest";

import type { Outcome } from "./action";
import { toldOutcomes } from "./told-outcomes";

const jobOf = (id: string) => ({ queue: "bull:cards", id, name: null });

function outcome(id: string, overrides: Partial<Outcome> = {}): Outcome {
  const seen = { state: "active", lockId: null, attemptsStarted: 1, processedAtMs: null } as const;
  return { job: jobOf(id), allowed: true, refusal: null, seen, effects: [], warnings: [], text: [], ...overrides };
}

const fails = (id: string) =>
  outcome(id, { effects: [{ job: jobOf(`parent-${id}`), from: "waiting-children", to: "failed", why: "" }] });
const idsOf = (outcomes: readonly Outcome[]) => outcomes.map(({ job }) => job.id);

test("few outcomes are told as they are", () => {
  const few = [outcome("1"), outcome("2", { allowed: false, refusal: "wrong-state" })];

  expect(toldOutcomes(few, 2)).toBe(few);
});

test("the few of a kind are told beside the many of another, in their order", () => {
  const many = Array.from({ length: 500 }, (_, index) => outcome(`${index}`));
  const rare = [fails("f"), outcome("r", { allowed: false, refusal: "wrong-state" })];

  expect(idsOf(toldOutcomes([...many, ...rare], 5))).toEqual(["0", "1", "2", "f", "r"]);
});

test("where there is much of every kind all have their share", () => {
  const many = Array.from({ length: 10 }, (_, index) => (index < 5 ? fails(`f${index}`) : outcome(`${index}`)));

  expect(idsOf(toldOutcomes(many, 4))).toEqual(["f0", "f1", "5", "6"]);
});

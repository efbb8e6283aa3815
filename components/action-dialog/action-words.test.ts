import { expect, test } from "vitest";

import type { ActionResult, Outcome } from "@/lib/core/action";

import { actionWords, defaultReason, doneText, notDoneText } from "./action-words";

const job = { queue: "bull:payments", id: "77", name: "charge-card" };
const fate = (state: ActionResult["after"]["state"]) => ({ state, attempts: 1, finishedAtMs: null });
const result = (overrides: Partial<ActionResult>): ActionResult => ({
  job,
  result: "done",
  code: null,
  before: fate("active"),
  after: fate("failed"),
  ...overrides,
});
const outcome = (state: Outcome["seen"]["state"]): Outcome => ({
  job,
  allowed: true,
  refusal: null,
  seen: { state, lockId: "a", attemptsStarted: 1, processedAtMs: 0 },
  effects: [],
  warnings: [],
  text: [],
});

test("tells what was done to the job and what its parents are now", () => {
  const parents = [{ job: { queue: "bull:orders", id: "412", name: "settle" }, state: "waiting" as const }];
  const done = { action: "fail", job, parents: [] } as const;
  expect(doneText({ ...done, result: result({}), parents })).toBe(
    "charge-card #77 failed. settle #412 is now waiting.",
  );
  expect(doneText({ ...done, result: result({ after: fate("waiting") }) })).toBe(
    "charge-card #77 is back in line (waiting).",
  );
  expect(doneText({ ...done, result: result({ after: fate("missing") }) })).toBe(
    "charge-card #77 is done with and its data deleted.",
  );
  expect(doneText({ ...done, action: "detach", result: result({ after: fate("active") }), parents })).toBe(
    "charge-card #77 is detached. settle #412 is now waiting.",
  );
});

test("does not say of a parent that stays as it was that it is now so", () => {
  const parents = [{ job: { ...job, id: "412", name: "settle" }, state: "waiting-children" as const }];
  expect(doneText({ action: "retry", job, parents, result: result({ after: fate("waiting") }) })).toBe(
    "charge-card #77 is back in line (waiting). settle #412 stays blocked.",
  );
});

test("ends with the worker to restart, where a run still holds its slot", () => {
  const advice = "Restart api-7: 1 of its slots is held by a job that was failed here.";
  expect(doneText({ action: "fail", job, parents: [], result: result({ advice }) })).toBe(
    `charge-card #77 failed. ${advice}`,
  );
});

test("says first that nothing was changed, then the fact", () => {
  expect(notDoneText(result({ result: "skipped", code: "lock-moved", after: fate("active") }))).toBe(
    "Nothing was changed. Another worker took this job in the meantime. The job is active now.",
  );
});

test("does not claim that nothing was changed where that is not known", () => {
  const text = notDoneText(result({ result: "unknown", code: "unknown-outcome", after: fate("failed") }));
  expect(text).not.toContain("Nothing was changed");
  expect(text).toContain("The job is failed now.");
});

test("names the command that Redis refuses", () => {
  const refused = result({ result: "refused", code: "redis-denied", denied: "zadd", after: fate("active") });
  expect(notDoneText(refused)).toContain("run what this needs. (ZADD)");
});

test("fills the reason in from the facts", () => {
  const lock = { heldMs: 11_520_000, verdict: "probably-stuck", lastSignAtMs: Date.UTC(2026, 10, 24, 11, 2) } as const;
  expect(defaultReason("fail", outcome("active"), lock)).toBe("Stuck for 3 h 12 m, no progress since 11:02 UTC");
  expect(defaultReason("fail", outcome("active"), { ...lock, lastSignAtMs: null, verdict: "slow" })).toBe(
    "Held for 3 h 12 m, no sign of progress",
  );
  expect(defaultReason("retry", outcome("failed"), null)).toBe("Failed, and its parent waits for it");
});

test("has a verb for every action", () => {
  expect(actionWords("fail").verb).toBe("Fail");
  expect(actionWords("put-back").title(job)).toBe("Put charge-card #77 back in line?");
  expect(actionWords("resume-queue").title(job)).toBe("Resume payments?");
});

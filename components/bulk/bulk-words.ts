import type { ActionId, Outcome, RefusalCode, WarningCode } from "@/lib/core/action";
import { countOf } from "@/lib/core/job-label";

/** What can be done to many jobs, as the bar and the dialog say it. */
export const bulkVerbs = {
  fail: "Fail",
  retry: "Retry",
  detach: "Detach",
  "put-back": "Put back in line",
  "release-lock": "Release locks of",
  promote: "Promote",
  "run-again": "Run again",
  remove: "Remove",
} as const satisfies { readonly [A in ActionId]?: string };

export type BulkAction = keyof typeof bulkVerbs;

export function isBulkAction(action: ActionId): action is BulkAction {
  return action in bulkVerbs;
}

/** `Fail 38 jobs`. */
export function bulkTitle(action: ActionId, count: number): string {
  return `${isBulkAction(action) ? bulkVerbs[action] : "Act on"} ${countOf(count, "job")}`;
}

/** `38 jobs fail`: what becomes of the jobs themselves. */
export function ownFateText(action: ActionId, count: number): string {
  const one = count === 1;
  const jobs = countOf(count, "job");
  switch (action) {
    case "fail":
      return `${jobs} ${one ? "fails" : "fail"}`;
    case "retry":
    case "put-back":
      return `${jobs} ${one ? "goes" : "go"} back in line`;
    case "detach":
      return `${jobs} ${one ? "is" : "are"} detached`;
    case "release-lock":
    case "clear-ghost-lock":
      return `${countOf(count, "lock")} ${one ? "is" : "are"} removed`;
    case "promote":
      return `${jobs} ${one ? "runs" : "run"} as soon as a worker is free`;
    case "run-again":
      return `${jobs} ${one ? "runs" : "run"} again`;
    case "remove":
      return `${jobs} ${one ? "is" : "are"} deleted`;
    case "release-parent":
      return `${countOf(count, "parent")} ${one ? "starts" : "start"}`;
    case "resume-queue":
      return `${countOf(count, "queue")} ${one ? "goes" : "go"} on`;
  }
}

/** `3 skipped (no longer active)`: with the reason where it is one for all that are known. */
export function skippedText(action: ActionId, count: number, skipped: readonly Pick<Outcome, "refusal">[]): string {
  const codes = [...new Set(skipped.map(({ refusal }) => refusal))];
  const [code] = codes;
  const reason = codes.length === 1 && code !== null && code !== undefined ? skipReason(action, code) : null;
  return `${count.toLocaleString("en-US")} skipped${reason === null ? "" : ` (${reason})`}`;
}

function skipReason(action: ActionId, code: RefusalCode): string | null {
  if (code === "wrong-state") return action === "fail" ? "no longer active" : "in another state";
  return skipReasons[code] ?? null;
}

const skipReasons: { readonly [C in RefusalCode]?: string } = {
  "read-only": "read-only",
  "job-not-found": "gone",
  conflict: "changed",
  "lock-missing": "lock gone",
  "lock-held": "locked",
  "child-locked": "a child is locked",
  "not-pending": "no parent waits",
  "parent-required": "no parent known",
  "redis-denied": "not allowed by Redis",
};

const warningNotes: { readonly [W in WarningCode]?: string } = {
  "slot-stays-busy":
    "This does not stop the code. Workers keep running it, and their slots stay busy, until it returns or their processes restart.",
  "may-run-twice":
    "If the stuck code wakes up, the same work may run twice. Continue only if these jobs are safe to repeat.",
  "no-free-slot": "Some can be taken only by the worker that is stuck on them. Restart that worker first.",
  "data-deleted": "The data of some is deleted when they fail (removeOnFail). These can't be retried.",
  "fleet-version-unknown": "We can't tell which BullMQ versions the workers run.",
  "acl-not-checked": "Redis has no dry run of rights here: they were not checked.",
};

/** What an operator must know of the running code before many jobs are acted on. */
export function warningTexts(outcomes: readonly Pick<Outcome, "warnings">[]): readonly string[] {
  const codes = new Set(outcomes.flatMap(({ warnings }) => warnings));
  return [...codes].flatMap((code) => warningNotes[code] ?? []);
}

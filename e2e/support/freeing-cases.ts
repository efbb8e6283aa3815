import { failurePolicies } from "@/lib/core/failure-policy";
import type { FailurePolicy } from "@/lib/core/failure-policy";
import { coverPairs } from "@/lib/testing/cover-pairs";

export type FreeingCase = {
  readonly verb: "Fail" | "Retry";
  readonly policy: FailurePolicy;
  readonly removeOnFail: boolean;
  readonly busy: boolean;
  readonly by: "mouse" | "keyboard";
  readonly widthPx: 390 | 1440;
};

/** Every way to free a hung child: two actions, five policies, kept or removed, free and busy workers, two hands, two widths. */
const allCases: readonly FreeingCase[] = (["Fail", "Retry"] as const).flatMap((verb) =>
  failurePolicies.flatMap((policy) =>
    [false, true].flatMap((removeOnFail) =>
      [false, true].flatMap((busy) =>
        (["mouse", "keyboard"] as const).flatMap((by) =>
          ([390, 1440] as const).map((widthPx) => ({ verb, policy, removeOnFail, busy, by, widthPx })),
        ),
      ),
    ),
  ),
);

/** All 160 where `FLOWLOCK_MATRIX` is `all`; else so few that each two values meet. */
export const freeingCases = process.env["FLOWLOCK_MATRIX"] === "all" ? allCases : coverPairs(allCases);

type States = { readonly child: string; readonly parent: string; readonly root: string };

export type Expected = {
  readonly own: string;
  readonly parents: string;
  /** Of each parent that is told of: what it is and what it becomes. */
  readonly fates: readonly RegExp[];
  readonly code: readonly string[];
  readonly after: string;
  readonly toast: RegExp;
  /** The job is deleted, but its parent still knows of it: the flow's page shows it as missing. */
  readonly isRemembered: boolean;
  /** While the busy workers are at what they were at. */
  readonly now: States;
  /** Once every worker has had its turn. */
  readonly end: States;
};

const runs = [
  "This does not stop the code. cards-1 keeps running it, and one of its slots stays busy, until it returns or the process restarts.",
  "If it finishes later its result is thrown away. Anything it writes elsewhere still happens.",
  "Until then cards-1 logs could not renew lock for job card-1 at every renewal.",
];
const anyState = "(waiting|active|completed|failed)";

/** What must be announced and then happen, as the screens' texts have it. */
export function expectedOf(asked: FreeingCase): Expected {
  return asked.verb === "Fail" ? expectedOfFail(asked) : expectedOfRetry(asked);
}

function expectedOfRetry({ busy }: FreeingCase): Expected {
  const only = "Only cards-1 could take it again. Restart cards-1 first.";
  const state = busy ? "is back in line \\(waiting\\)" : "is (back in line \\(waiting\\)|now (active|completed))";
  return {
    own: "It goes back in line on cards and runs again from the start. No try is used up.",
    parents: "Nothing changes. They keep waiting.",
    fates: [],
    code: [
      ...runs,
      "If the stuck code wakes up, the same work may run twice. Continue only if this job is safe to repeat.",
      ...(busy ? [only] : []),
    ],
    after: "It runs again as soon as a worker is free. This cannot be undone.",
    isRemembered: false,
    toast: toastOf(`charge-card #card-1 ${state}\\.`, "retried"),
    now: { child: "waiting", parent: "waiting-children", root: "waiting-children" },
    end: { child: "completed", parent: "completed", root: "completed" },
  };
}

function expectedOfFail({ policy, removeOnFail, busy }: FreeingCase): Expected {
  const { text, now, end } = parentsOf(policy, removeOnFail, busy);
  const own = removeOnFail
    ? "charge-card #card-1 is done with and its data deleted\\."
    : "charge-card #card-1 failed\\.";
  const child = removeOnFail ? "unknown" : "failed";
  const root = end === "waiting-children" ? end : end === "failed" ? "failed" : "completed";
  const told = ["settle #settle-1", ...(policy === "fail-parent" ? ["fulfil-order #order-1"] : [])];
  return {
    own: [
      "It moves to failed now. It will not use its 2 remaining tries.",
      ...(removeOnFail ? ["Its data is deleted. You cannot retry it."] : []),
    ].join(" "),
    parents: text,
    fates: fatesOf(policy, now),
    code: runs,
    after: removeOnFail ? "This cannot be undone." : "You can retry it later. This cannot be undone.",
    isRemembered: removeOnFail && policy !== "none" && policy !== "remove",
    toast: toastOf([own, ...told.map((job) => `${job} (?:is now ${anyState}|stays blocked)\\.`)].join(" "), "failed"),
    now: { child, parent: now, root: "waiting-children" },
    end: { child, parent: end, root },
  };
}

function toastOf(start: string, done: string): RegExp {
  return new RegExp(`${start} Restart cards-1: 1 of its slots is held by a job that was ${done} here\\.`);
}

type ParentsFate = { readonly text: string; readonly now: string; readonly end: string };

/** What `settle` is told to do, is while its worker is busy, and is in the end. */
function parentsOf(policy: FailurePolicy, removeOnFail: boolean, busy: boolean): ParentsFate {
  const starts = busy ? "starts when its other child finishes." : "starts (nothing else is pending).";
  const waits = { now: busy ? "waiting-children" : "waiting", end: "completed" };
  switch (policy) {
    case "none":
      if (removeOnFail) return { text: `The job is deleted, so settle #settle-1 drops it and ${starts}`, ...waits };
      return {
        text: "settle #settle-1 stays blocked. This child has no failure policy.",
        ...{ now: "waiting-children", end: "waiting-children" },
      };
    case "fail-parent":
      return {
        text:
          "settle #settle-1 fails as soon as a worker on payments picks it up. Then fulfil-order #order-1 fails too. 2 jobs will fail." +
          (busy ? " Other running children are not stopped." : ""),
        ...{ now: "waiting", end: "failed" },
      };
    case "ignore":
      return { text: `settle #settle-1 ${starts} It can read this failure.`, ...waits };
    case "remove":
      return { text: `settle #settle-1 ${starts} It will not see this failure.`, ...waits };
    case "continue":
      return {
        text: busy ? "settle #settle-1 starts now, while 1 other child is unfinished." : "settle #settle-1 starts now.",
        ...{ now: "waiting", end: "completed" },
      };
  }
}

function fatesOf(policy: FailurePolicy, now: string): readonly RegExp[] {
  const fate = (job: string, to: string) => new RegExp(`^${job}\\s*waiting-children\\s*becomes\\s*${to}$`);
  const [settle, order] = ["settle\\s*#settle-1", "fulfil-order\\s*#order-1"];
  if (policy === "fail-parent") return [fate(settle, "failed"), fate(order, "failed")];
  return [fate(settle, now === "waiting-children" ? "no change" : now)];
}

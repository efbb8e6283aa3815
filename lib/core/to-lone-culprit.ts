import type { BlockingChild } from "./causes/blocking-child";
import { judgeChild } from "./causes/judge-child";
import type { ChainLink, Culprit } from "./diagnosis";
import { blockedMsOf } from "./find-culprits";
import type { JobReading } from "./job-reading";
import { severityOf } from "./severity";

type Input = Omit<BlockingChild, "parent"> & {
  /** The ancestors, true root first; none where it is in no flow. */
  readonly ancestors: readonly JobReading[];
};

/** An active or waiting job as a culprit, whatever flow it is in or none. `null`: nothing is to be said of it. */
export function toLoneCulprit(input: Input): Culprit | null {
  const { child, lock, ancestors, nowMs } = input;
  const waiting = ancestors.filter(({ state }) => state === "waiting-children");
  // Of an active or waiting child every cause is told from the child and its queue: its parent is never looked at.
  const finding = judgeChild({ ...input, parent: ancestors.at(-1) ?? child });
  if (finding === null) return null;
  const { cause, headline, facts, actions } = finding;
  const sinceMs = lock === null ? (child.createdAtMs ?? nowMs) : nowMs - lock.heldMs;
  const [root] = ancestors;
  return {
    job: { ...child.ref, name: child.name },
    state: child.state,
    cause,
    severity: severityOf(cause, lock?.verdict ?? null),
    headline,
    facts,
    chain: [...ancestors, child].map(toLink),
    roots: root === undefined || waiting.length === 0 ? [] : [root.ref],
    flows: waiting.length === 0 ? 0 : 1,
    blockedMs: waiting.reduce((sum, parent) => sum + (blockedMsOf(parent, sinceMs, nowMs) ?? 0), 0),
    lock,
    actions: waiting.length === 0 ? actions.filter((action) => action !== "detach") : actions,
  };
}

function toLink({ ref, name, state }: JobReading): ChainLink {
  return { ...ref, name, state };
}

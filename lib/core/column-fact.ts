import { failedTries } from "./culprit-reason";
import type { Culprit } from "./diagnosis";
import { formatDuration } from "./format-duration";
import { countOf } from "./job-label";
import { isQueueCause } from "./queue-causes";

/** What a row of triage shows in place of a lock: a title, the fact and a note beside it. */
export type ColumnFact = {
  readonly title: string;
  readonly text: string;
  /** The text is a program's or a measure, not a sentence. */
  readonly code: boolean;
  readonly note: string;
};

/** What is known of the culprit's queue; `workers` is `null` where Redis does not let us list clients. */
export type ColumnQueue = {
  readonly waiting: number;
  readonly workers: number | null;
  readonly oldestWaitingMs: number | null;
};

/** The one fact that tells the most of a culprit without a lock: its last error, the oldest that waits, or what was read. */
export function columnFact(culprit: Culprit, queue: ColumnQueue | null): ColumnFact {
  return lastError(culprit) ?? oldestWaiting(culprit, queue) ?? firstFacts(culprit);
}

/** `3 waiting · 0 workers`: how a queue that holds flows up is now. */
export function columnQueueText({ waiting, workers }: ColumnQueue): string {
  const crowd = workers === null ? "" : ` · ${countOf(workers, "worker")}`;
  return `${waiting.toLocaleString("en-US")} waiting${crowd}`;
}

function lastError(culprit: Culprit): ColumnFact | null {
  const reason = culprit.facts
    .flatMap(({ evidence }) => evidence)
    .find(({ command }) => command === "HGET failedReason")?.value;
  const text = reason?.split("\n", 1)[0]?.trim() ?? "";
  if (text === "" || text === "(none)") return null;
  const { tries } = failedTries(culprit);
  const notes = [culprit.state === "failed" ? "no lock" : null, tries === null ? null : `tried ${tries}`];
  return { title: "Last error", text, code: true, note: notes.filter((note) => note !== null).join(" · ") };
}

function oldestWaiting({ cause }: Culprit, queue: ColumnQueue | null): ColumnFact | null {
  if (!isQueueCause(cause) || queue === null || queue.oldestWaitingMs === null) return null;
  return {
    title: "Oldest waiting",
    text: formatDuration(queue.oldestWaitingMs),
    code: true,
    note: queue.workers === null ? "workers unknown" : `${countOf(queue.workers, "worker")} connected`,
  };
}

function firstFacts({ facts, headline }: Culprit): ColumnFact {
  const known = facts.filter(({ kind }) => kind === "fact").map(({ text }) => text);
  return { title: "What we read", text: known[0] ?? headline, code: false, note: known[1] ?? "" };
}

import type { Culprit } from "./diagnosis";
import type { FlowNode, FlowView } from "./flow-view";
import { jobLabel } from "./job-label";
import type { NamedJob } from "./job-ref";
import type { LockState } from "./lock-state";

/** One thing that a person would call a change: not that a lock was renewed or a time went on. */
export type ViewChange = { readonly job: NamedJob; readonly from: string | null; readonly to: string | null };

type Views = {
  readonly triage: { readonly culprits: readonly Culprit[] };
  readonly flow: FlowView;
  readonly locks: { readonly locks: readonly LockState[] };
};

/** What is different for a person between two looks at the same view. */
export function listChanges<Topic extends keyof Views>(
  topic: Topic,
  before: Views[Topic],
  after: Views[Topic],
): readonly ViewChange[] {
  const old = wordsOf(topic, before);
  const now = wordsOf(topic, after);
  const changes: ViewChange[] = [];
  for (const [key, { job, word }] of now) {
    const from = old.get(key)?.word ?? null;
    if (from !== word) changes.push({ job, from, to: word });
  }
  for (const [key, { job, word }] of old) if (!now.has(key)) changes.push({ job, from: word, to: null });
  return changes;
}

/** `charge-card #77: active → failed`. */
export function changeText({ job, from, to }: ViewChange): string {
  const label = jobLabel(job);
  if (from === null) return `${label}: new, ${to ?? "gone"}`;
  return to === null ? `${label}: no longer here` : `${label}: ${from} → ${to}`;
}

type Words = ReadonlyMap<string, { readonly job: NamedJob; readonly word: string }>;

function wordsOf<Topic extends keyof Views>(topic: Topic, view: Views[Topic]): Words {
  const name: keyof Views = topic;
  // safe because `view` is the view that `topic` names
  switch (name) {
    case "triage":
      return byJob((view as Views["triage"]).culprits.map(({ job, severity }) => ({ job, word: severity })));
    case "locks":
      return byJob((view as Views["locks"]).locks.map(({ job, verdict }) => ({ job, word: verdict })));
    case "flow":
      return byJob((view as Views["flow"]).nodes.map((node) => ({ job: node.job, word: wordOf(node) })));
  }
}

function wordOf({ state, verdict }: FlowNode): string {
  return verdict === null || verdict === "normal" ? state : `${state}, ${verdict}`;
}

function byJob(rows: readonly { readonly job: NamedJob; readonly word: string }[]): Words {
  return new Map(rows.map((row) => [JSON.stringify([row.job.queue, row.job.id]), row]));
}

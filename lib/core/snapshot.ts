import type { ActionId } from "./action";
import type { Culprit, Evidence } from "./diagnosis";
import type { FlowView, Scope } from "./flow-view";
import { toKeptCulprit } from "./incident";
import { jobKey } from "./job-ref";
import type { JobRef, NamedJob } from "./job-ref";
import { limits } from "./limits";
import type { LockWatch } from "./lock-watch-port";

/** Why a snapshot was taken: somebody asked for it, an action was about to be done, a job became probably stuck. */
export const snapshotOccasions = ["saved", "action", "incident"] as const;
export type SnapshotOccasion = (typeof snapshotOccasions)[number];

/** What is listed of a snapshot. */
export type SnapshotHead = {
  readonly id: string;
  /** When the flow was read, on Redis' clock. */
  readonly takenAtMs: number;
  /** From then on it is gone, by the clock of Flowlock's machine; it may make room for others before. */
  readonly expiresAtMs: number;
  readonly occasion: SnapshotOccasion;
  /** The action that was about to be done. */
  readonly action: ActionId | null;
  /** Who asked for it, where they are known by name. */
  readonly operator: string | null;
  readonly root: NamedJob;
  /** The job that was looked at, acted on or found stuck. */
  readonly job: NamedJob;
  readonly headline: string;
};

/** What was seen of a lock up to then. */
export type LockTrace = { readonly job: JobRef } & ReturnType<LockWatch["historyOf"]>;

/** A flow as it was at one instant: what a screen showed of it, why it was blocked, and its culprits' locks. */
export type Snapshot = SnapshotHead & {
  readonly scope: Scope;
  readonly view: FlowView;
  readonly traces: readonly LockTrace[];
};

const evidenceCharactersMax = 500;

/**
 * A view as it is kept: without anything that a job's code wrote for itself (progress that is more than a number), with
 * the worst culprits, and with the two ends of very long chains.
 */
export function freezeView(view: FlowView): FlowView {
  const { diagnosis } = view;
  return {
    ...view,
    nodes: view.nodes.map((node) =>
      typeof node.progress === "number" || node.progress === null ? node : { ...node, progress: null },
    ),
    diagnosis: { ...diagnosis, culprits: diagnosis.culprits.slice(0, limits.snapshotCulpritsMax).map(freezeCulprit) },
  };
}

function freezeCulprit(culprit: Culprit): Culprit {
  return {
    ...toKeptCulprit(culprit),
    facts: culprit.facts.map((fact) => ({ ...fact, evidence: fact.evidence.map(freezeEvidence) })),
  };
}

function freezeEvidence(evidence: Evidence): Evidence {
  const { command, value } = evidence;
  const isCode = command === "HGET progress" && value !== "(none)" && !Number.isFinite(Number(value));
  return { ...evidence, value: isCode ? "(not kept)" : value.slice(0, evidenceCharactersMax) };
}

/** The little that tells why, for a view that is too large to be kept whole: the chains of its worst culprits. */
export function shrinkView(view: FlowView): FlowView {
  const culprits = view.diagnosis.culprits.slice(0, limits.pathCulpritsMax / 4);
  const kept = new Set([view.root, view.requested, ...culprits.flatMap(({ chain }) => chain)].map(jobKey));
  const nodes = view.nodes.filter(({ job }) => kept.has(jobKey(job)));
  return {
    ...view,
    nodes,
    groups: [],
    shown: nodes.length,
    truncated: true,
    diagnosis: { ...view.diagnosis, culprits, truncated: true },
  };
}

/** The same text for two views that show the same: who is where, held by whom, and what blocks. Times alone don't count. */
export function viewSignature({ root, total, nodes, groups, diagnosis }: FlowView): string {
  return JSON.stringify([
    jobKey(root),
    total,
    nodes.map(({ job, state, verdict, lock, attempts }) => [
      jobKey(job),
      state,
      verdict,
      lock?.lockId,
      attempts.started,
    ]),
    groups.map(({ id, count }) => [id, count]),
    diagnosis.culprits.map(({ job, cause }) => [jobKey(job), cause]),
  ]);
}

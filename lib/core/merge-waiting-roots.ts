import { severities } from "./cause";
import type { CauseId } from "./cause";
import type { Finding } from "./causes/blocking-child";
import { blockedMsOf } from "./find-culprits";
import type { WaitingRoot } from "./flow-reader";
import { lastingJobKey } from "./job-ref";
import type { JobKey, JobRef } from "./job-ref";
import type { JobReading } from "./job-reading";
import type { MergedCulprit } from "./merge-found";
import { isQueueCause } from "./queue-causes";
import { severityOf } from "./severity";

export type MergedRoots = {
  /** One for each finding of a queue, with everything that it holds up. */
  readonly rows: readonly MergedCulprit[];
  /** The worst cause of each blocked root, by its key. */
  readonly causes: ReadonlyMap<JobKey, CauseId>;
  /** Those of whose queue nothing is known: they are to be judged one by one. */
  readonly others: readonly WaitingRoot[];
};

type Options = {
  /** What is found of one that merely waits in its queue, which holds for all others that do. */
  readonly judge: (parent: JobReading, child: JobReading) => Finding | null;
  readonly nowMs: number;
};

/**
 * Merges the roots that only wait for children in line, without a finding for each: there may be tens of thousands, and
 * what is true of one that waits in a queue is true of all.
 */
export function mergeWaitingRoots(roots: readonly WaitingRoot[], { judge, nowMs }: Options): MergedRoots {
  const lines = new Map<string, Line>();
  const causes = new Map<JobKey, CauseId>();
  const others: WaitingRoot[] = [];
  const lineOf = (parent: JobReading, child: JobReading): Line => {
    const name = child.inPausedList ? `paused ${child.ref.queue}` : child.ref.queue;
    const known = lines.get(name);
    if (known !== undefined) return known;
    const line = new Line(judge(parent, child), nowMs);
    lines.set(name, line);
    return line;
  };
  for (const root of roots) {
    const own = root.children.map((child) => lineOf(root.job, child));
    if (own.some(({ kind }) => kind === "unknown")) {
      others.push(root);
      continue;
    }
    for (const [index, child] of root.children.entries()) own[index]?.add(root.job, child);
    const cause = worstCause(own);
    if (cause !== null) causes.set(lastingJobKey(root.job.ref), cause);
  }
  return { rows: [...lines.values()].flatMap((line) => line.toRow() ?? []), causes, others };
}

function worstCause(lines: readonly Line[]): CauseId | null {
  let worst: Line | null = null;
  for (const line of lines) if (line.kind === "blocked" && (worst === null || line.rank < worst.rank)) worst = line;
  return worst?.finding?.cause ?? null;
}

/** Those that wait in one queue's list. */
class Line {
  /** `moving`: nothing is to be told of it. */
  readonly kind: "blocked" | "moving" | "unknown";
  /** Smaller is worse. */
  readonly rank: number;
  readonly #roots: JobRef[] = [];
  #oldest: { readonly parent: JobReading; readonly child: JobReading; readonly sinceMs: number } | null = null;
  #last: { readonly parent: JobReading; readonly ms: number } | null = null;
  #blockedMs = 0;

  constructor(
    readonly finding: Finding | null,
    private readonly nowMs: number,
  ) {
    const isShared = finding !== null && (finding.holder !== undefined || isQueueCause(finding.cause));
    this.kind = finding?.cause === "unknown" ? "unknown" : finding?.blocked === true ? "blocked" : "moving";
    if (this.kind === "blocked" && !isShared) this.kind = "unknown";
    this.rank = finding === null ? 0 : severities.indexOf(severityOf(finding.cause, finding.holder?.verdict ?? null));
  }

  /** All children of one parent come one after another. */
  add(parent: JobReading, child: JobReading): void {
    if (this.kind !== "blocked") return;
    const holder = this.finding?.holder;
    const sinceMs = holder === undefined ? (child.createdAtMs ?? 0) : this.nowMs - holder.heldMs;
    if (this.#oldest === null || sinceMs < this.#oldest.sinceMs) this.#oldest = { parent, child, sinceMs };
    const ms = blockedMsOf(parent, sinceMs, this.nowMs) ?? 0;
    if (this.#last?.parent === parent) {
      this.#blockedMs += Math.max(0, ms - this.#last.ms);
      if (ms > this.#last.ms) this.#last = { parent, ms };
      return;
    }
    this.#last = { parent, ms };
    this.#blockedMs += ms;
    this.#roots.push(parent.ref);
  }

  toRow(): MergedCulprit | null {
    if (this.finding === null || this.#oldest === null) return null;
    const { parent, child, sinceMs } = this.#oldest;
    const lock = this.finding.holder ?? null;
    return {
      finding: this.finding,
      severity: severityOf(this.finding.cause, lock?.verdict ?? null),
      job: child,
      parent: lastingJobKey(parent.ref),
      lock,
      root: parent.ref,
      ancestors: () => [parent],
      sinceMs,
      blockedMs: this.#blockedMs,
      roots: this.#roots,
      blockedJobs: this.#roots.length,
    };
  }
}

import type { Culprit } from "./diagnosis";
import { jobKey } from "./job-ref";

/** How an incident ended: somebody acted here, it went on by itself, or its job was removed. */
export const incidentEnds = ["acted", "recovered", "vanished"] as const;

export type IncidentEnd = (typeof incidentEnds)[number];

/** A culprit that somebody should look at, as it was when it was found. Instants are on Redis' clock. */
export type Incident = {
  readonly id: string;
  readonly openedAtMs: number;
  readonly closedAtMs: number | null;
  readonly culprit: Culprit;
  readonly closedBy: IncidentEnd | null;
  /** Who acted, where they are known by name. */
  readonly operator: string | null;
  /** The flow as it was then. */
  readonly snapshotId: string | null;
};

/** Whether somebody should look: a stuck job, a dead end, work that nobody does, a lost lock. */
export function isIncident({ severity, lock }: Culprit): boolean {
  switch (severity) {
    case "stuck":
      return lock?.verdict === "probably-stuck";
    case "dead-end":
    case "nobody":
    case "recovering":
      return true;
    case "suspect":
    case "paused":
    case "limited":
    case "slow":
      return false;
  }
}

/** One incident per culprit: the queue that nobody works, else the job. */
export function incidentKey({ severity, cause, job }: Culprit): string {
  const isQueue = severity === "nobody" && cause !== "active-no-lock-no-worker";
  return isQueue ? `queue ${job.queue}` : `job ${jobKey(job)}`;
}

/** A renewed lock and a long silence were watched for minutes; all else must be seen twice, for it may just pass by. */
export function isCertainAtOnce({ severity }: Culprit): boolean {
  return severity === "stuck";
}

const linksMax = 50;

/** A culprit as it is kept: of a very long chain its beginning and its end, of very many flows the first. */
export function toKeptCulprit(culprit: Culprit): Culprit {
  const { chain, roots } = culprit;
  const half = linksMax / 2;
  return {
    ...culprit,
    chain: chain.length <= linksMax ? chain : [...chain.slice(0, half), ...chain.slice(-half)],
    roots: roots.slice(0, linksMax),
  };
}

import type { ChainLink, Culprit } from "./diagnosis";
import type { FoundCulprit } from "./find-culprits";
import { jobKey } from "./job-ref";
import type { JobKey, JobRef, NamedJob } from "./job-ref";
import type { JobReading } from "./job-reading";

/** A found culprit with its chain; the job that keeps a slot follows the child that waits for the slot. */
export function toCulprit(found: FoundCulprit & { readonly roots?: readonly JobRef[] }): Culprit {
  const { finding, job, ancestors, lock, root, blockedMs, severity } = found;
  const { cause, headline, facts, actions, holder } = finding;
  const chain = [job, ...ancestors()].toReversed().map(toLink);
  const roots = found.roots ?? [root];
  return {
    job: holder?.job ?? named(job),
    state: holder === undefined ? job.state : "active",
    cause,
    severity,
    headline,
    facts,
    chain: holder === undefined ? chain : [...chain, { ...holder.job, state: "active" }],
    roots,
    flows: roots.length,
    blockedMs,
    lock,
    actions,
  };
}

/** The key of the job that must change. */
export function culpritKey({ finding, job }: FoundCulprit): JobKey {
  return jobKey(finding.holder?.job ?? job.ref);
}

function named(job: JobReading): NamedJob {
  return { ...job.ref, name: job.name };
}

function toLink(job: JobReading): ChainLink {
  return { ...named(job), state: job.state };
}

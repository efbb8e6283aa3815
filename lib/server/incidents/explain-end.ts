import "server-only";

import type { ActivityEntry } from "@/lib/contract/record-schemas";
import type { IncidentEnd } from "@/lib/core/incident";
import { sameJob } from "@/lib/core/job-ref";

import type { Connection } from "../connection";
import type { KeptIncident } from "./incident-log";

/** Entries of the audit trail that are looked through. */
const entriesMax = 200;

/** What ended an incident: an action here on its job, chain or queue; the job's removal; else it went on by itself. */
export async function explainEnd(
  { audit, reader }: Pick<Connection, "audit" | "reader">,
  kept: KeptIncident,
): Promise<{ closedBy: IncidentEnd; operator: string | null }> {
  const { items } = await audit.list({ cursor: null, limit: entriesMax });
  const action = items.find((entry) => endedBy(entry, kept));
  if (action !== undefined) return { closedBy: "acted", operator: action.operator };
  const { job, state } = kept.incident.culprit;
  const [reading] = state === "missing" ? [] : await reader.readJobs([{ queue: job.queue, id: job.id }]);
  return { closedBy: reading?.state === "missing" ? "vanished" : "recovered", operator: null };
}

function endedBy(entry: ActivityEntry, { incident, openedHereAtMs }: KeptIncident): boolean {
  const { job, what, result, atMs } = entry;
  if (job === null || result !== "done" || atMs < openedHereAtMs) return false;
  const { culprit } = incident;
  if (what === "resume-queue" && job.queue === culprit.job.queue) return true;
  return [culprit.job, ...culprit.chain].some((link) => sameJob(link, job));
}

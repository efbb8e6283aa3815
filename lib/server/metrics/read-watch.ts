import "server-only";

import type { Incident } from "@/lib/contract/record-schemas";
import type { ConnectionCounts } from "@/lib/watch/metrics";
import type { WatchReading } from "@/lib/watch/watch-reading";

import type { Availability } from "../availability";
import type { Connection } from "../connection";
import type { IncidentWatch } from "../incidents/incident-watch";

type Watched = Pick<Connection, "id" | "watch" | "limits" | "lastLook" | "records" | "alerts" | "slots">;

type About = {
  readonly availability: Pick<Availability, "isUp">;
  readonly incidentWatch: Pick<IncidentWatch, "leads" | "openCulprits">;
  /** When the last sweep ended, by this machine's clock. */
  readonly sweptAtMs: number | null;
};

/** What the sampler, the incident watch and the look-out saw last. */
export function readWatch(
  { id, watch, limits, lastLook, records, alerts, slots }: Watched,
  about: About,
): WatchReading {
  const { locks, truncated } = watch.lastSweep();
  const { availability, incidentWatch, sweptAtMs } = about;
  return {
    connection: id,
    redisUp: availability.isUp(),
    leads: incidentWatch.leads(),
    recordsUp: records().state === "up",
    sweep:
      sweptAtMs === null
        ? null
        : {
            atMs: sweptAtMs,
            truncated,
            locks: locks.map(({ job, verdict, heldMs }) => ({
              ...{ job, verdict, heldMs },
              muted: limits.isMuted(job.queue, job.name),
            })),
          },
    look: lastLook.summary,
    occupiedSlots: slots.list().length,
    openIncidents: incidentWatch.openCulprits(),
    webhookPending: alerts.state()?.pending ?? null,
  };
}

/** Counts an incident that was opened or closed. */
export function noteIncident(counts: ConnectionCounts, { closedBy, culprit }: Incident): void {
  if (closedBy === null) counts.noteOpened(culprit.severity);
  else counts.noteClosed(closedBy);
}

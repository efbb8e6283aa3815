import "server-only";

import type { Incident } from "@/lib/contract/record-schemas";
import type { LockWatch } from "@/lib/core/lock-watch-port";
import type { ConnectionCounts } from "@/lib/watch/metrics";
import type { LookSummary, WatchReading } from "@/lib/watch/watch-reading";

import type { Availability } from "../availability";
import type { Connection } from "../connection";
import type { IncidentWatch } from "../incidents/incident-watch";
import type { LimitsBook } from "../limits-book";

type Watched = Pick<Connection, "id" | "lastLook" | "records" | "slots" | "now"> & {
  readonly watch: Pick<LockWatch, "lastSweep">;
  readonly limits: Pick<LimitsBook, "isMuted">;
  readonly alerts: Pick<Connection["alerts"], "state">;
};

const toldWithoutLeadingMs = 60_000;

type About = {
  readonly availability: Pick<Availability, "isUp">;
  readonly incidentWatch: Pick<IncidentWatch, "leads" | "openCulprits">;
  /** When the last sweep ended, by this machine's clock. */
  readonly sweptAtMs: number | null;
};

/** What the sampler, the incident watch and the look-out saw last. */
export function readWatch(
  { id, watch, limits, lastLook, records, alerts, slots, now }: Watched,
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
    look: lookToTell(lastLook.summary, incidentWatch.leads(), now()),
    occupiedSlots: slots.list().length,
    openIncidents: incidentWatch.openCulprits(),
    webhookPending: alerts.state()?.pending ?? null,
  };
}

/**
 * The process that leads looks again and again; another one only while somebody has its pages open. What that one saw
 * once must not stand for ever.
 */
function lookToTell(look: LookSummary | null, leads: boolean, nowMs: number): LookSummary | null {
  return look !== null && (leads || nowMs - look.atMs <= toldWithoutLeadingMs) ? look : null;
}

/** Counts an incident that was opened or closed. */
export function noteIncident(counts: ConnectionCounts, { closedBy, culprit }: Incident): void {
  if (closedBy === null) counts.noteOpened(culprit.severity);
  else counts.noteClosed(closedBy);
}

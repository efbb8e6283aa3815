import "server-only";

import { createHash, randomUUID } from "node:crypto";

import * as z from "zod/mini";

import { incidentSchema, jobHistorySchema } from "@/lib/contract/record-schemas";
import type { Incident } from "@/lib/contract/record-schemas";
import type { Culprit } from "@/lib/core/diagnosis";
import { toKeptCulprit } from "@/lib/core/incident";
import type { IncidentEnd } from "@/lib/core/incident";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import type { LockWatch } from "@/lib/core/lock-watch-port";
import { shelves } from "@/lib/store/record-store";
import type { PageRequest, RecordPage, RecordStore } from "@/lib/store/record-store";

import { readRecord } from "../read-record";

const keptIncidentSchema = z.object({
  incident: incidentSchema,
  /** When it was opened by this machine's clock, which is the audit trail's. */
  openedHereAtMs: z.number(),
  /** What was seen of the culprit's lock up to then. */
  trace: z.pick(jobHistorySchema, { samples: true, watchedSinceAtMs: true }),
});

export type KeptIncident = z.infer<typeof keptIncidentSchema>;

type Opening = {
  readonly culprit: Culprit;
  readonly atMs: number;
  readonly trace: ReturnType<LockWatch["historyOf"]>;
  readonly snapshotId: string | null;
};
type Ending = { readonly closedBy: IncidentEnd; readonly operator: string | null; readonly atMs: number };
type IncidentPage = { readonly incidents: readonly Incident[]; readonly cursor: string | null };

/** Incidents as the store keeps them: open ones, and closed ones for 7 days. */
export class IncidentLog {
  readonly #store: RecordStore;
  readonly #now: () => number;

  constructor({ store, now }: { readonly store: RecordStore; readonly now: () => number }) {
    this.#store = store;
    this.#now = now;
  }

  async readOpen(): Promise<readonly KeptIncident[]> {
    const { records } = await this.#store.page("open-incidents", {
      cursor: null,
      limit: shelves["open-incidents"].recordsMax,
    });
    return records.flatMap((record) => readRecord(keptIncidentSchema, record) ?? []);
  }

  async open({ culprit, atMs, trace, snapshotId }: Opening): Promise<KeptIncident> {
    const incident: Incident = {
      id: `${idStartOf(culprit.job)}${atMs}-${randomUUID().slice(0, 8)}`,
      openedAtMs: atMs,
      closedAtMs: null,
      culprit: toSent(toKeptCulprit(culprit)),
      closedBy: null,
      operator: null,
      snapshotId,
    };
    const kept: KeptIncident = {
      incident,
      openedHereAtMs: this.#now(),
      trace: { samples: [...trace.samples], watchedSinceAtMs: trace.watchedSinceAtMs },
    };
    await this.#store.put("open-incidents", { id: incident.id, atMs, text: JSON.stringify(kept) });
    return kept;
  }

  async close(kept: KeptIncident, { closedBy, operator, atMs }: Ending): Promise<Incident> {
    const incident: Incident = { ...kept.incident, closedAtMs: atMs, closedBy, operator };
    const text = JSON.stringify({ ...kept, incident });
    await this.#store.put("closed-incidents", { id: incident.id, atMs, text });
    await this.#store.remove("open-incidents", incident.id);
    return incident;
  }

  async page(state: "open" | "closed", request: PageRequest): Promise<IncidentPage> {
    const { records, cursor }: RecordPage = await this.#store.page(`${state}-incidents`, request);
    return { incidents: records.flatMap((record) => readRecord(keptIncidentSchema, record)?.incident ?? []), cursor };
  }

  /** The incidents whose culprit was this job, newest first. */
  async ofJob(job: JobRef): Promise<readonly KeptIncident[]> {
    const start = idStartOf(job);
    const found = await Promise.all([
      this.#store.find("open-incidents", start),
      this.#store.find("closed-incidents", start),
    ]);
    return found
      .flat()
      .flatMap((record) => readRecord(keptIncidentSchema, record) ?? [])
      .toSorted((a, b) => b.incident.openedAtMs - a.incident.openedAtMs);
  }

  countClosed(sinceMs: number): Promise<number> {
    return this.#store.count("closed-incidents", sinceMs);
  }
}

/** Incidents are found by their job: ids of jobs may hold anything, so a digest begins the incident's. */
function idStartOf(job: JobRef): string {
  return `${createHash("sha256").update(jobKey(job)).digest("hex").slice(0, 16)}-`;
}

/** The lists of a schema's type can be written to. */
function toSent(culprit: Culprit): Incident["culprit"] {
  return incidentSchema.shape.culprit.parse(culprit);
}

import "server-only";

import { randomUUID } from "node:crypto";

import type { Incident } from "@/lib/contract/record-schemas";
import type { Culprit } from "@/lib/core/diagnosis";
import { incidentKey } from "@/lib/core/incident";
import type { IncidentEnd } from "@/lib/core/incident";
import type { LockWatch } from "@/lib/core/lock-watch-port";
import type { RecordStore } from "@/lib/store/record-store";
import { IncidentBook } from "@/lib/watch/incident-book";

import type { Found } from "./find-incidents";
import type { IncidentLog, KeptIncident } from "./incident-log";

type Options = {
  readonly log: IncidentLog;
  readonly store: Pick<RecordStore, "holdLease" | "releaseLease">;
  readonly watch: Pick<LockWatch, "historyOf" | "lastSweep">;
  readonly find: (isKnown: (key: string) => boolean) => Promise<Found>;
  /** What ended an incident whose culprit is not there any more; `null` where nobody acted and it may come back. */
  readonly explainEnd: (kept: KeptIncident) => Promise<{ closedBy: IncidentEnd; operator: string | null }>;
  /** The id of a snapshot of the culprit's flow, where one is taken. Never throws. */
  readonly freeze: (culprit: Culprit) => Promise<string | null>;
  readonly onIncident: (incident: Incident) => void;
  /** Told when this process begins to lead, before it looks for the first time. */
  readonly onLead: () => Promise<void>;
  /** Told after each sweep of the process that leads. */
  readonly onLed: () => void;
  readonly onFailure: (error: unknown) => void;
  readonly sampleMs: number;
  readonly now: () => number;
};

/** An idle share of the time between looks keeps their cost bounded where there is much to look at. */
const idleTimesALook = 20;
const idleTimesAnUnsureLook = 3;
const restMaxMs = 30_000;
/** What another process on the same store opened is taken over this often. */
const adoptEveryMs = 60_000;
/** A culprit that nobody acted on is gone when it is missing in so many looks in a row. */
const missedMax = 2;

/**
 * Opens and closes incidents after sweeps, without any browser. Of several Flowlocks on one store the holder of the
 * lease does; another takes over once the lease ran out.
 */
export class IncidentWatch {
  readonly #options: Options;
  readonly #book = new IncidentBook();
  readonly #kept = new Map<string, KeptIncident>();
  readonly #holder = randomUUID();
  #leads = false;
  #adoptedAtMs = -Infinity;
  #nextLookAtMs = 0;
  #suspicious = "";
  #running: Promise<void> | null = null;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  leads(): boolean {
    return this.#leads;
  }

  /** `null` where another process leads. */
  openCulprits(): readonly Culprit[] | null {
    return this.#leads ? this.#book.open().map(({ culprit }) => culprit) : null;
  }

  /** Told after each sweep; never throws and never makes the sampler wait. */
  noteSweep(): void {
    if (this.#stopped) return;
    this.#running ??= this.#tick()
      .catch((error: unknown) => this.#options.onFailure(error))
      .finally(() => {
        this.#running = null;
      });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    if (this.#leads) await this.#options.store.releaseLease(this.#holder);
  }

  async #tick(): Promise<void> {
    const { now, find, onLead, onLed } = this.#options;
    const led = this.#leads;
    if (!(await this.#holdLease())) return;
    // What was swept before, or not swept at all, says nothing of what the last leader saw: first it is taken over.
    if (!led) {
      this.#adoptedAtMs = -Infinity;
      return onLead();
    }
    onLed();
    if (!this.#isDue()) return;
    const startedAtMs = now();
    if (startedAtMs - this.#adoptedAtMs >= adoptEveryMs) await this.#adopt(startedAtMs);
    const found = await find((key) => this.#book.isOpen(key));
    // A look may outlast the lease: what another process leads meanwhile is not told twice.
    if (!(await this.#holdLease())) return;
    const isUnsure = await this.#take(found);
    const restTimes = isUnsure ? idleTimesAnUnsureLook : idleTimesALook;
    this.#nextLookAtMs = startedAtMs + Math.min(restMaxMs, restTimes * (now() - startedAtMs));
  }

  async #holdLease(): Promise<boolean> {
    const { store, sampleMs } = this.#options;
    // With the turn at which it is noticed, another process leads within three intervals.
    this.#leads = await store.holdLease(this.#holder, 2 * sampleMs);
    return this.#leads;
  }

  /** At once when a lock became or ceased to be suspicious, else after a rest that grows with what a look takes. */
  #isDue(): boolean {
    const { watch, now } = this.#options;
    const suspicious = watch
      .lastSweep()
      .locks.filter(({ verdict }) => verdict === "probably-stuck" || verdict === "lock-lost")
      .map(({ lockId, verdict }) => `${lockId} ${verdict}`)
      .join();
    const changed = suspicious !== this.#suspicious;
    this.#suspicious = suspicious;
    return changed || now() >= this.#nextLookAtMs;
  }

  async #adopt(nowMs: number): Promise<void> {
    const open = await this.#options.log.readOpen();
    this.#kept.clear();
    // Newest first: of two for one culprit the older one stays.
    for (const kept of open) this.#kept.set(incidentKey(kept.incident.culprit), kept);
    this.#book.adopt([...this.#kept.values()].map(({ incident }) => incident));
    this.#adoptedAtMs = nowMs;
  }

  /** Whether only another look makes it certain. */
  async #take(found: Found): Promise<boolean> {
    const { log, watch, onIncident, explainEnd, freeze } = this.#options;
    const { isUnsure, opened, missed } = this.#book.note(found);
    for (const culprit of opened) {
      const snapshotId = await freeze(culprit);
      const kept = await log.open({ culprit, atMs: found.atMs, trace: watch.historyOf(culprit.job), snapshotId });
      this.#kept.set(incidentKey(culprit), kept);
      this.#book.add(kept.incident);
      onIncident(kept.incident);
    }
    for (const { incident, looks } of missed) {
      const kept = this.#kept.get(incidentKey(incident.culprit));
      if (kept === undefined) continue;
      const end = await explainEnd(kept);
      if (end.closedBy === "recovered" && looks < missedMax) continue;
      this.#book.close(incident);
      this.#kept.delete(incidentKey(incident.culprit));
      onIncident(await log.close(kept, { ...end, atMs: found.atMs }));
    }
    return isUnsure;
  }
}

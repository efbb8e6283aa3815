import type { Culprit } from "@/lib/core/diagnosis";
import type { Incident } from "@/lib/core/incident";
import { incidentKey, isCertainAtOnce } from "@/lib/core/incident";

/** What one look over everything found. */
export type IncidentLook = {
  /** Culprits that are incidents, by `incidentKey`. */
  readonly culprits: ReadonlyMap<string, Culprit>;
  /** Keys of culprits that are still there though they are not among `culprits`. */
  readonly present: ReadonlySet<string>;
  /** Whether a culprit that is not there is gone, and not only cut off. */
  readonly isGone: (incident: Incident) => boolean;
};

type Open = { readonly incident: Incident; missed: number };

export type Changes = {
  /** Something was seen, or missed, for the first time: only another look makes it certain. */
  readonly isUnsure: boolean;
  readonly opened: readonly Culprit[];
  /** Open incidents whose culprit is not there any more, and in how many looks in a row. */
  readonly missed: readonly { readonly incident: Incident; readonly looks: number }[];
};

/** Remembers open incidents between looks: one per culprit. */
export class IncidentBook {
  #open = new Map<string, Open>();
  #sighted: ReadonlySet<string> = new Set();

  /** Takes the place of what was open: what the store holds. */
  adopt(incidents: readonly Incident[]): void {
    const known = this.#open;
    this.#open = new Map();
    for (const incident of incidents) {
      const key = incidentKey(incident.culprit);
      this.#open.set(key, { incident, missed: known.get(key)?.missed ?? 0 });
    }
  }

  add(incident: Incident): void {
    this.#open.set(incidentKey(incident.culprit), { incident, missed: 0 });
  }

  close({ culprit }: Incident): void {
    this.#open.delete(incidentKey(culprit));
  }

  isOpen(key: string): boolean {
    return this.#open.has(key);
  }

  open(): readonly Incident[] {
    return [...this.#open.values()].map(({ incident }) => incident);
  }

  /** Compares a look with what is open; the caller then adds and closes. */
  note({ culprits, present, isGone }: IncidentLook): Changes {
    const opened: Culprit[] = [];
    const sighted = new Set<string>();
    for (const [key, culprit] of culprits) {
      if (this.#open.has(key)) continue;
      if (isCertainAtOnce(culprit) || this.#sighted.has(key)) opened.push(culprit);
      else sighted.add(key);
    }
    this.#sighted = sighted;
    const missed: { incident: Incident; looks: number }[] = [];
    for (const [key, open] of this.#open) {
      if (culprits.has(key) || present.has(key)) open.missed = 0;
      else if (isGone(open.incident)) {
        open.missed += 1;
        missed.push({ incident: open.incident, looks: open.missed });
      }
    }
    const isUnsure = sighted.size > 0 || missed.some(({ looks }) => looks === 1);
    return { isUnsure, opened, missed };
  }
}

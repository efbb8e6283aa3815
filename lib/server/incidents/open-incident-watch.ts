import "server-only";

import type { Incident } from "@/lib/contract/record-schemas";
import type { RecordStore } from "@/lib/store/record-store";

import { keptConnection } from "../connection";
import type { Connection } from "../connection";
import type { Freezer } from "../snapshots/freezer";
import { explainEnd } from "./explain-end";
import { findIncidents } from "./find-incidents";
import { IncidentWatch } from "./incident-watch";

type Options = {
  readonly store: RecordStore;
  readonly sampleMs: number;
  readonly freezer: Pick<Freezer, "freeze">;
  readonly onIncident: (incident: Incident) => void;
  readonly onLead: () => Promise<void>;
  readonly onLed: () => void;
  readonly onFailure: (error: unknown) => void;
};

/** The incident watch of a connection. It looks as a page left open does: only at what may have changed. */
export function openIncidentWatch(connection: Connection, { freezer, ...options }: Options): IncidentWatch {
  const kept = keptConnection(connection);
  return new IncidentWatch({
    ...options,
    log: connection.incidents,
    watch: connection.watch,
    find: (isKnown) => findIncidents(kept, isKnown),
    // Locks of the other incidents are gone already, or never were.
    freeze: ({ job, severity }) =>
      severity === "stuck" ? freezer.freeze(kept, { job, action: null, occasion: "incident" }) : Promise.resolve(null),
    explainEnd: (incident) => explainEnd(connection, incident),
    now: connection.now,
  });
}

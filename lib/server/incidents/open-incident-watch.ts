import "server-only";

import type { Incident } from "@/lib/contract/record-schemas";
import type { RecordStore } from "@/lib/store/record-store";

import { keptConnection } from "../connection";
import type { Connection } from "../connection";
import { explainEnd } from "./explain-end";
import { findIncidents } from "./find-incidents";
import { IncidentWatch } from "./incident-watch";

type Options = {
  readonly store: RecordStore;
  readonly sampleMs: number;
  readonly onIncident: (incident: Incident) => void;
  readonly onLead: () => Promise<void>;
  readonly onLed: () => void;
  readonly onFailure: (error: unknown) => void;
};

/** The incident watch of a connection. It looks as a page left open does: only at what may have changed. */
export function openIncidentWatch(connection: Connection, options: Options): IncidentWatch {
  const kept = keptConnection(connection);
  return new IncidentWatch({
    ...options,
    log: connection.incidents,
    watch: connection.watch,
    find: (isKnown) => findIncidents(kept, isKnown),
    explainEnd: (incident) => explainEnd(connection, incident),
    now: connection.now,
  });
}

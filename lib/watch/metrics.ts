import { collectDefaultMetrics, Registry } from "prom-client";

import { incidentEnds } from "@/lib/core/incident";
import type { IncidentEnd } from "@/lib/core/incident";
import type { Severity } from "@/lib/core/cause";

import { createMetricFamilies } from "./metric-families";
import { setGauges } from "./set-gauges";
import type { WatchReading } from "./watch-reading";

export type Build = { readonly version: string; readonly environment: string | null };

/** The numbers of one connection that only ever grow. */
export type ConnectionCounts = {
  noteSweep(tookMs: number): void;
  noteFailedSweep(): void;
  noteAction(what: string, result: string): void;
  noteDelivery(delivered: boolean): void;
  noteOpened(severity: Severity): void;
  noteClosed(closedBy: IncidentEnd): void;
};

/** Gauges of prom-client's that are called like counters, which Prometheus' own check refuses; their parts remain. */
const misnamed = ["nodejs_active_handles_total", "nodejs_active_requests_total", "nodejs_active_resources_total"];

/**
 * What Prometheus is told of this process and its connections. One for a process: counters are of the process, and
 * gauges are set from what was read last when somebody scrapes.
 */
export class Metrics {
  readonly contentType: string;
  readonly #registry = new Registry();
  readonly #families = createMetricFamilies(this.#registry);

  constructor({ version, environment }: Build) {
    this.contentType = this.#registry.contentType;
    this.#families.build.set({ version, environment: environment ?? "" }, 1);
    collectDefaultMetrics({ register: this.#registry });
    for (const name of misnamed) this.#registry.removeSingleMetric(name);
  }

  countsOf(connection: string): ConnectionCounts {
    const { counters, sweepSeconds } = this.#families;
    // What has not happened yet is 0, so that the first time is seen as an increase.
    counters.sweepFailures.inc({ connection }, 0);
    for (const result of ["delivered", "failed"]) counters.deliveries.inc({ connection, result }, 0);
    for (const severity of ["stuck", "dead-end", "nobody", "recovering"])
      counters.incidentsOpened.inc({ connection, severity }, 0);
    for (const end of incidentEnds) counters.incidentsClosed.inc({ connection, closed_by: end }, 0);
    return {
      noteSweep: (tookMs) => sweepSeconds.observe({ connection }, tookMs / 1_000),
      noteFailedSweep: () => counters.sweepFailures.inc({ connection }),
      noteAction: (action, result) => counters.actions.inc({ connection, action, result }),
      noteDelivery: (delivered) => counters.deliveries.inc({ connection, result: delivered ? "delivered" : "failed" }),
      noteOpened: (severity) => counters.incidentsOpened.inc({ connection, severity }),
      noteClosed: (closedBy) => counters.incidentsClosed.inc({ connection, closed_by: closedBy }),
    };
  }

  /** Prometheus' text format. Asks nobody, so it is as quick while Redis is away. */
  render(readings: readonly WatchReading[]): Promise<string> {
    setGauges(this.#families.gauges, readings);
    return this.#registry.metrics();
  }
}

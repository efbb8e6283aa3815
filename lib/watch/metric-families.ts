import { Counter, Gauge, Histogram } from "prom-client";
import type { Registry } from "prom-client";

export type MetricFamilies = ReturnType<typeof createMetricFamilies>;

/** Every metric of Flowlock's own, with its HELP text. All but the build's are told for each connection. */
export function createMetricFamilies(registry: Registry) {
  const about = (name: string, help: string, labels: readonly string[]) => ({
    name: `flowlock_${name}`,
    help,
    labelNames: ["connection", ...labels],
    registers: [registry],
  });
  const gauge = (name: string, help: string, ...labels: readonly string[]) => new Gauge(about(name, help, labels));
  const counter = (name: string, help: string, ...labels: readonly string[]) =>
    new Counter(about(`${name}_total`, help, labels));
  return {
    build: new Gauge({
      name: "flowlock_build_info",
      help: "Always 1; the labels tell the version of Flowlock and FLOWLOCK_ENV.",
      labelNames: ["version", "environment"],
      registers: [registry],
    }),
    gauges: createGauges(gauge),
    counters: createCounters(counter),
    sweepSeconds: new Histogram({
      ...about("sweep_seconds", "How long sweeps of all held locks took.", []),
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    }),
  };
}

type MakeGauge = (name: string, help: string, ...labels: readonly string[]) => Gauge;
type MakeCounter = (name: string, help: string, ...labels: readonly string[]) => Counter;

function createGauges(gauge: MakeGauge) {
  return {
    redisUp: gauge("redis_up", "1 while Redis answers Flowlock, else 0: then what was read last is told."),
    leads: gauge("leader", "1 where this process opens and closes incidents, 0 where another on its store does."),
    recordsUp: gauge("records_up", "1 while Flowlock's own records are written to their store, 0 while not."),
    lastSweep: gauge(
      "last_sweep_timestamp_seconds",
      "When held locks were swept last; what is told of locks is of then.",
    ),
    lastLook: gauge(
      "last_look_timestamp_seconds",
      "When flows and queues were looked at last; what is told of them is of then.",
    ),
    truncated: gauge("reading_truncated", "1 where the last sweep or look met a bound and did not see all.", "reading"),
    blockedFlows: gauge("blocked_flows", "Flows that something blocks."),
    waitingParents: gauge("waiting_parents", "Parents in waiting-children that were looked at."),
    stuckJobs: gauge(
      "stuck_jobs",
      "Jobs that are probably stuck, muted names left out; beyond 50 pairs of queue and name the rest is summed as other.",
      "queue",
      "name",
    ),
    locks: gauge("locks", "Jobs at work by the verdict on their lock.", "verdict"),
    oldestActive: gauge("oldest_active_seconds", "How long the oldest job at work has held its lock.", "queue"),
    oldestWaiting: gauge("oldest_waiting_seconds", "How long the oldest waiting job has waited.", "queue"),
    jobs: gauge("jobs", "Jobs of a queue by state.", "queue", "state"),
    workers: gauge("workers", "Workers connected to a queue, where CLIENT LIST is allowed.", "queue"),
    occupiedSlots: gauge(
      "occupied_slots",
      "Worker slots that runs still hold whose jobs were failed or retried here; restarting the workers frees them.",
    ),
    openIncidents: gauge("open_incidents", "Incidents that are open, told by the leader.", "cause", "severity"),
    webhookPending: gauge("webhook_pending", "Alerts that wait for the webhook."),
  };
}

function createCounters(counter: MakeCounter) {
  return {
    sweepFailures: counter("sweep_failures", "Sweeps that Redis did not answer."),
    actions: counter("actions", "What was asked of Flowlock here, by what came of it.", "action", "result"),
    deliveries: counter("webhook_deliveries", "Tries to deliver an alert to the webhook.", "result"),
    incidentsOpened: counter("incidents_opened", "Incidents that this process opened.", "severity"),
    incidentsClosed: counter(
      "incidents_closed",
      "Incidents that this process closed, by what ended them.",
      "closed_by",
    ),
  };
}

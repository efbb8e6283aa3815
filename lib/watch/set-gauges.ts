import { queueStates } from "@/lib/core/job-state";
import { verdicts } from "@/lib/core/verdict";

import { boundLabels } from "./bound-labels";
import type { Labelled } from "./bound-labels";
import type { MetricFamilies } from "./metric-families";
import type { LookSummary, WatchReading } from "./watch-reading";

type Gauges = MetricFamilies["gauges"];
type SweepReading = NonNullable<WatchReading["sweep"]>;

const stuckPairsMax = 50;
const queuesMax = 200;

const add = (a: number, b: number) => a + b;
const largest = (a: number, b: number) => Math.max(a, b);

/** Sets all gauges to what was read last. What was never read gets no sample. */
export function setGauges(gauges: Gauges, readings: readonly WatchReading[]): void {
  for (const gauge of Object.values(gauges)) gauge.reset();
  for (const reading of readings) {
    const { connection, sweep, look, openIncidents, webhookPending } = reading;
    gauges.redisUp.set({ connection }, Number(reading.redisUp));
    gauges.leads.set({ connection }, Number(reading.leads));
    gauges.recordsUp.set({ connection }, Number(reading.recordsUp));
    gauges.occupiedSlots.set({ connection }, reading.occupiedSlots);
    if (sweep !== null) setSweep(gauges, connection, sweep);
    if (look !== null) setLook(gauges, connection, look);
    if (webhookPending !== null) gauges.webhookPending.set({ connection }, webhookPending);
    for (const { cause, severity } of openIncidents ?? []) gauges.openIncidents.inc({ connection, cause, severity });
  }
}

function setSweep(gauges: Gauges, connection: string, { atMs, truncated, locks }: SweepReading): void {
  gauges.lastSweep.set({ connection }, atMs / 1_000);
  gauges.truncated.set({ connection, reading: "sweep" }, Number(truncated));
  for (const verdict of verdicts)
    gauges.locks.set({ connection, verdict }, locks.filter((lock) => lock.verdict === verdict).length);
  const stuck = locks
    .filter(({ verdict, muted }) => verdict === "probably-stuck" && !muted)
    .map(({ job }) => ({ labels: [job.queue, job.name ?? ""], value: 1 }));
  for (const { labels, value } of boundLabels(stuck, { seriesMax: stuckPairsMax, join: add })) {
    const [queue = "", name = ""] = labels;
    // Added up, not set: prom-client takes names with commas and colons in them for one now and then.
    gauges.stuckJobs.inc({ connection, queue, name }, value);
  }
  const held = locks.map(({ job, heldMs }) => ({ labels: [job.queue], value: heldMs / 1_000 }));
  for (const { labels, value } of boundLabels(held, { seriesMax: queuesMax, join: largest }))
    gauges.oldestActive.set({ connection, queue: labels[0] ?? "" }, value);
}

function setLook(gauges: Gauges, connection: string, look: LookSummary): void {
  gauges.lastLook.set({ connection }, look.atMs / 1_000);
  gauges.truncated.set({ connection, reading: "look" }, Number(look.truncated));
  gauges.blockedFlows.set({ connection }, look.blockedFlows);
  gauges.waitingParents.set({ connection }, look.waitingParents);
  const ofQueues = (value: (queue: LookSummary["queues"][number]) => number | null, join: typeof add) =>
    boundLabels(toSeries(look.queues, value), { seriesMax: queuesMax, join }).map(({ labels, value: joined }) => ({
      queue: labels[0] ?? "",
      value: joined,
    }));
  for (const { queue, value } of ofQueues(({ oldestWaitingMs }) => (oldestWaitingMs ?? 0) / 1_000, largest))
    gauges.oldestWaiting.set({ connection, queue }, value);
  for (const { queue, value } of ofQueues(({ workers }) => workers, add))
    gauges.workers.set({ connection, queue }, value);
  for (const state of queueStates)
    for (const { queue, value } of ofQueues(({ counts }) => counts[state], add))
      gauges.jobs.set({ connection, queue, state }, value);
}

function toSeries<T extends { readonly queue: string }>(
  all: readonly T[],
  valueOf: (one: T) => number | null,
): readonly Labelled[] {
  return all.flatMap((one) => {
    const value = valueOf(one);
    return value === null ? [] : [{ labels: [one.queue], value }];
  });
}

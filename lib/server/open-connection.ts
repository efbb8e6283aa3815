import "server-only";

import { createJobActor } from "@/lib/actions/job-actor";
import { limits as flowLimits } from "@/lib/core/limits";
import { pingRedis } from "@/lib/redis/ping-redis";
import { createJobEventsReader } from "@/lib/redis/read-job-events";
import { readRunId } from "@/lib/redis/read-run-id";
import { createFlowReader } from "@/lib/redis/flow-reader";
import { QueueDirectory } from "@/lib/redis/queue-directory";
import type { RedisAddress } from "@/lib/redis/redis-address";
import { openRedisConnection } from "@/lib/redis/redis-connection";
import type { ConnectionRole } from "@/lib/redis/redis-connection";
import type { ConnectionCounts } from "@/lib/watch/metrics";
import type { WatchReading } from "@/lib/watch/watch-reading";

import { OperationRunner } from "./actions/operation-runner";
import { Attention } from "./attention";
import { AuditTrail } from "./audit-trail";
import { Availability } from "./availability";
import type { Connection } from "./connection";
import type { Env } from "./env";
import { RootMemory } from "./flow-heads";
import { Alerts } from "./incidents/alerts";
import { IncidentLog } from "./incidents/incident-log";
import { openIncidentWatch } from "./incidents/open-incident-watch";
import { LimitsBook } from "./limits-book";
import { describeError, log } from "./log";
import { LockHistoryLog } from "./lock-history-log";
import { LookOut } from "./look-out";
import { openLockWatch } from "./open-lock-watch";
import { openStore } from "./open-store";
import { PreviewMemory } from "./preview-memory";
import { keepEvents } from "./keep-events";
import { keepReadings } from "./keep-readings";
import { noteIncident, readWatch } from "./metrics/read-watch";
import { createProbe } from "./probe-redis";
import { ReadCache } from "./read-cache";
import { RedisDoctor } from "./redis-doctor";
import { openStreamHub } from "./stream/open-stream-hub";
import { RestartWatch } from "./restart-watch";
import { rememberSlots } from "./slots/remember-slots";
import { SlotLedger } from "./slots/slot-ledger";
import { freezeBeforeActing } from "./snapshots/freeze-before-acting";
import { Freezer } from "./snapshots/freezer";
import { SnapshotBook } from "./snapshots/snapshot-book";
import { SeenFlows } from "./seen-flows";
import { tellOnce } from "./tell-once";
import { ParentMemory } from "./triage/parent-memory";

export type OpenConnection = Connection & {
  /** Starts discovery, the sampler and the look-out for Redis. */
  start(): void;
  close(): Promise<void>;
  /** What was read last, without asking Redis. */
  readWatch(): WatchReading;
};

type Options = {
  readonly id: string;
  readonly address: RedisAddress;
  readonly env: Pick<
    Env,
    | "prefixes"
    | "writable"
    | "sampleMs"
    | "discoveryMs"
    | "slowMs"
    | "stuckMs"
    | "store"
    | "storeUrl"
    | "webhookUrl"
    | "webhookSecret"
    | "environment"
  >;
  /** One line of the audit trail. */
  readonly writeAudit: (line: string) => void;
  readonly counts: ConnectionCounts;
};

/** Opens everything that one configured Redis needs. Nothing is sent to Redis but dialling before `start`. */
export function openConnection({ id, address, env, writeAudit, counts }: Options): OpenConnection {
  const availability = new Availability(id, log);
  const onFailure = tellOnce(id);
  // The look-out tells of failures; ioredis' error events would only repeat them, with secrets in them.
  const open = (role: ConnectionRole) => openRedisConnection(address, role, () => undefined);
  const redis = {
    reader: open("reader"),
    sampler: open("sampler"),
    discovery: open("discovery"),
    actor: open("actor"),
  };
  const directory = new QueueDirectory({
    redis: redis.discovery,
    discoveryMs: env.discoveryMs,
    prefixes: env.prefixes,
    onFailure,
  });
  const knownQueues = () => directory.knownQueues();
  const now = () => Date.now();
  const onRefused = (error: Error) =>
    log("info", "Scripts are not allowed; jobs are read by plain commands.", {
      connection: id,
      ...describeError(error),
    });
  const reader = createFlowReader({ redis: redis.reader, knownQueues, onRefused });
  const records = openStore({ id, address, env, now });
  const { store } = records;
  const limits = new LimitsBook({ store, now });
  const alerts = new Alerts({ id, env, store, now, onDelivery: counts.noteDelivery });
  const { watch, sweptAtMs } = openLockWatch({
    ...{ redis: redis.sampler, directory, env, limits, counts, now, onFailure },
    isWanted: () => attention.isWanted(),
    onSkip: () => incidentWatch.noteSweep(),
    onSweep: () => {
      attention.noteSweep();
      slots.noteSweep();
      incidentWatch.noteSweep();
    },
  });
  const doctor = new RedisDoctor({
    redis: redis.discovery,
    directory,
    writable: env.writable,
    usesScripts: true,
    onFailure,
  });
  const { pulse, reader: keptReader } = keepReadings({ redis: redis.reader, reader, directory, watch, now });
  const keptCache = new ReadCache({ now, onInvalidate: () => pulse.bump() });
  const readJobEvents = createJobEventsReader({ redis: redis.reader, reader });
  const kept = { reader: keptReader, cache: keptCache, readJobEvents: keepEvents(readJobEvents, keptCache) };
  const restarts = new RestartWatch({ readRunId: () => readRunId(redis.reader), now });
  const lookOut = new LookOut({
    look: () => pingRedis(redis.reader),
    availability,
    onUp: () => void restarts.look(),
    onBack: () => {
      pulse.bump();
      void directory.refresh();
    },
  });
  const slots = new SlotLedger({ store, reader, watch, onFailure, now });
  const bullmqActor = createJobActor({ redis: redis.actor, reader, writable: env.writable });
  const freezer = new Freezer({ onFailure });
  const actor = freezeBeforeActing(rememberSlots(bullmqActor, { ledger: slots, reader, watch }), ({ job, action }) =>
    freezer.freeze(connection, { job, action, occasion: "action" }),
  );
  const audit = new AuditTrail({
    store,
    write: writeAudit,
    onEntry: ({ what, result }) => counts.noteAction(what, result),
  });
  const cache = new ReadCache({ now, onInvalidate: () => kept.cache.invalidate() });
  const operations = new OperationRunner({
    actor,
    audit,
    now,
    store: records.operations,
    onChange: () => cache.invalidate(),
    onFailure,
  });
  const stream = openStreamHub({ pulse, watch, availability, now });
  const history = new LockHistoryLog({ store, watch, sampleMs: env.sampleMs, now });
  const attention = new Attention({
    watch,
    leads: () => incidentWatch.leads(),
    streamsOpen: () => stream.load.clients,
    catchUp: () => history.restore().catch(onFailure),
    sampleMs: env.sampleMs,
    now,
  });
  const connection: Connection = {
    id,
    writable: env.writable,
    reader,
    readJobEvents,
    directory,
    watch,
    attention,
    actor,
    stream,
    cache,
    kept,
    parents: new ParentMemory(),
    roots: new RootMemory(),
    heads: new SeenFlows(flowLimits.flowJobsMax),
    lookTook: { ms: 0 },
    lastLook: { summary: null },
    previews: new PreviewMemory(now),
    operations,
    audit,
    limits,
    incidents: new IncidentLog({ store, now }),
    snapshots: new SnapshotBook({ store: records.snapshots, now }),
    slots,
    alerts,
    records: records.describe,
    availability,
    ping: () => pingRedis(redis.reader),
    probe: createProbe(redis.reader),
    restarts,
    doctor,
    now,
  };
  const incidentWatch = openIncidentWatch(connection, {
    store,
    sampleMs: env.sampleMs,
    freezer,
    onIncident: (incident) => {
      noteIncident(counts, incident);
      alerts.note(incident);
    },
    onLead: () => history.restore(),
    onLed: () => {
      alerts.flush();
      void history.save().catch(onFailure);
    },
    onFailure,
  });
  return {
    ...connection,
    readWatch: () => readWatch(connection, { availability, incidentWatch, sweptAtMs: sweptAtMs() }),
    start: () => {
      // What was seen of locks before counts from the first sweep on.
      void records
        .start()
        .then(() => Promise.all([limits.refresh(), history.restore()]))
        .catch(onFailure)
        .finally(() => watch.start());
      directory.start();
      lookOut.start();
      doctor.start();
      // Who may not act would refuse every job that is left.
      if (env.writable) operations.goOnWithOthers();
    },
    close: async () => {
      stream.close();
      lookOut.stop();
      await operations.close();
      await actor.close();
      for (const client of Object.values(redis)) client.disconnect();
      await Promise.all([directory.stop(), watch.stop(), doctor.stop(), incidentWatch.stop()]);
      await Promise.all([alerts.settled(), slots.settled()]);
      await records.close();
    },
  };
}

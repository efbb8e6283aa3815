import "server-only";

import type { JobActor } from "@/lib/actions/job-actor";
import type { FlowReader } from "@/lib/core/flow-reader";
import type { LockWatch } from "@/lib/core/lock-watch-port";
import type { createJobEventsReader } from "@/lib/redis/read-job-events";
import type { LookSummary } from "@/lib/watch/watch-reading";

import type { OperationRunner } from "./actions/operation-runner";
import type { Attention } from "./attention";
import type { AuditTrail } from "./audit-trail";
import type { RootMemory } from "./flow-heads";
import type { Alerts } from "./incidents/alerts";
import type { IncidentLog } from "./incidents/incident-log";
import type { LimitsBook } from "./limits-book";
import type { OpenStore } from "./open-store";
import type { PreviewMemory } from "./preview-memory";
import type { RedisProbe } from "./probe-redis";
import type { RedisDoctor } from "./redis-doctor";
import type { ReadCache } from "./read-cache";
import type { RestartWatch } from "./restart-watch";
import type { SeenFlows } from "./seen-flows";
import type { SlotLedger } from "./slots/slot-ledger";
import type { SnapshotBook } from "./snapshots/snapshot-book";
import type { StreamHub } from "./stream/stream-hub";
import type { ParentMemory } from "./triage/parent-memory";

/** How long one answer serves all who ask, in ms: pages poll every two seconds. */
export const readCacheMs = 1_000;

/** One configured Redis with everything that the use cases need of it. */
export type Connection = {
  readonly id: string;
  readonly writable: boolean;
  readonly reader: FlowReader;
  /** What event streams still tell of a job, newest first. */
  readonly readJobEvents: ReturnType<typeof createJobEventsReader>;
  readonly directory: {
    discovering(): boolean;
    queues(): readonly string[];
    note(queue: string): void;
    refresh(): Promise<void>;
  };
  readonly watch: LockWatch & { sweepNow(): Promise<void> };
  /** Told of each request, so that what nobody looks at is not swept where another process does. */
  readonly attention: Pick<Attention, "note">;
  readonly actor: JobActor;
  readonly cache: ReadCache;
  /** For pages left open: keeps what it read for as long as nothing happens in Redis. */
  readonly kept: Pick<Connection, "reader" | "cache" | "readJobEvents">;
  readonly parents: ParentMemory;
  readonly roots: RootMemory;
  readonly heads: SeenFlows;
  /** How long the last look for culprits took. */
  readonly lookTook: { ms: number };
  /** What the last look for culprits counted; `null` before the first one. */
  readonly lastLook: { summary: LookSummary | null };
  readonly previews: PreviewMemory;
  /** Actions on many jobs, which go on without anybody waiting. */
  readonly operations: Pick<OperationRunner, "start" | "read" | "results" | "listRecent" | "stop">;
  readonly audit: AuditTrail;
  readonly limits: LimitsBook;
  readonly incidents: IncidentLog;
  /** Flows as they were, whoever had them kept. */
  readonly snapshots: Pick<SnapshotBook, "keep" | "read" | "page" | "ofRoot">;
  /** Slots that runs still hold whose jobs were failed or retried here. */
  readonly slots: Pick<SlotLedger, "list">;
  readonly alerts: Pick<Alerts, "state" | "sendTest">;
  /** Where the audit trail, limits and the like are kept. */
  readonly records: OpenStore["describe"];
  /** What the look-out last found. */
  readonly availability: { lastFailure(): unknown; awaySinceMs(): number | null };
  /** The live streams that are open. */
  readonly stream: StreamHub;
  /** Resolves when Redis serves data. Throws as the reader does. */
  readonly ping: () => Promise<void>;
  /** What Redis says of itself. Throws as the reader does. */
  readonly probe: () => Promise<RedisProbe>;
  /** Whether another run of Redis answers than before. */
  readonly restarts: Pick<RestartWatch, "look" | "warnings">;
  /** What makes this Redis unfit for BullMQ, as last looked at in the background. */
  readonly doctor: Pick<RedisDoctor, "warnings" | "lastReading" | "examine">;
  /** Wall clock in epoch milliseconds, for what Redis' clock does not rule. */
  readonly now: () => number;
};

/** The same connection for who takes an answer that is some seconds old where BullMQ told of no change. */
export function keptConnection(connection: Connection): Connection {
  return { ...connection, ...connection.kept };
}

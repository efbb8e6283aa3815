import type { FlowsPage, QueuesPage, WorkersPage } from "@/lib/contract/flow-schemas";
import type { Activity } from "@/lib/contract/record-schemas";
import { toCsv } from "@/lib/core/csv";
import type { Culprit } from "@/lib/core/diagnosis";
import type { FlowNode } from "@/lib/core/flow-view";
import type { Incident } from "@/lib/core/incident";
import type { LockState } from "@/lib/core/lock-state";

/** The rows of each list that can be saved. */
export type ListRows = {
  readonly triage: Culprit;
  readonly flows: FlowsPage["flows"][number];
  readonly jobs: FlowNode;
  readonly locks: LockState;
  readonly queues: QueuesPage["queues"][number];
  readonly workers: WorkersPage["workers"][number];
  readonly activity: Activity["entries"][number];
  readonly incidents: Incident;
};
export type ListName = keyof ListRows;

type Value = string | number | boolean | null | undefined;
type Table<Row> = { readonly [column: string]: (row: Row) => Value };

/** What a list's CSV says of a row, column by column. Never job data. Instants are ISO 8601 in UTC, durations in ms. */
const tables: { readonly [List in ListName]: Table<ListRows[List]> } = {
  triage: {
    queue: ({ job }) => job.queue,
    id: ({ job }) => job.id,
    name: ({ job }) => job.name,
    severity: ({ severity }) => severity,
    cause: ({ cause }) => cause,
    headline: ({ headline }) => headline,
    flows: ({ flows }) => flows,
    blocked_ms: ({ blockedMs }) => blockedMs,
    held_ms: ({ lock }) => lock?.heldMs,
    holder: ({ lock }) => lock?.holder,
  },
  flows: {
    queue: ({ root }) => root.queue,
    id: ({ root }) => root.id,
    name: ({ root }) => root.name,
    state: ({ state }) => state,
    blocked: ({ blocked }) => blocked,
    cause: ({ cause }) => cause,
    created_at: ({ createdAtMs }) => instant(createdAtMs),
    children_left: ({ children }) => children.unprocessed,
    children_done: ({ children }) => children.processed,
    children_failed: ({ children }) => children.failed + children.ignored,
  },
  jobs: {
    queue: ({ job }) => job.queue,
    id: ({ job }) => job.id,
    name: ({ job }) => job.name,
    state: ({ state }) => state,
    verdict: ({ verdict }) => verdict,
    attempts: ({ attempts }) => attempts.made,
    attempts_max: ({ attempts }) => attempts.max,
    created_at: ({ createdAtMs }) => instant(createdAtMs),
    started_at: ({ processedAtMs }) => instant(processedAtMs),
    finished_at: ({ finishedAtMs }) => instant(finishedAtMs),
    failed_reason: ({ failedReason }) => failedReason,
  },
  locks: {
    queue: ({ job }) => job.queue,
    id: ({ job }) => job.id,
    name: ({ job }) => job.name,
    verdict: ({ verdict }) => verdict,
    score: ({ score }) => Math.round(score),
    held_ms: ({ heldMs }) => heldMs,
    silent_ms: ({ silentMs }) => silentMs,
    usual_p50_ms: ({ usualMs }) => usualMs?.p50,
    usual_p95_ms: ({ usualMs }) => usualMs?.p95,
    left_ms: ({ ttlMs }) => ttlMs,
    renewals_at_least: ({ renewals }) => renewals.atLeast,
    holder: ({ holder }) => holder,
    worker: ({ workerId }) => workerId,
    blocks_jobs: ({ blocks }) => blocks.jobs,
    blocks_flows: ({ blocks }) => blocks.flows,
  },
  queues: {
    queue: ({ queue }) => queue,
    paused: ({ paused }) => paused,
    waiting: ({ counts }) => counts.waiting,
    prioritized: ({ counts }) => counts.prioritized,
    delayed: ({ counts }) => counts.delayed,
    active: ({ counts }) => counts.active,
    waiting_children: ({ counts }) => counts["waiting-children"],
    completed: ({ counts }) => counts.completed,
    failed: ({ counts }) => counts.failed,
    workers: ({ workers }) => workers,
    oldest_waiting_ms: ({ oldestWaitingMs }) => oldestWaitingMs,
    bullmq_version: ({ bullmqVersion }) => bullmqVersion,
  },
  workers: {
    id: ({ id }) => id,
    name: ({ name }) => name,
    queues: ({ queues }) => queues.join(" "),
    address: ({ address }) => address,
    connected_ms: ({ connectedMs }) => connectedMs,
    locks: ({ locks }) => locks,
    suspects: ({ suspects }) => suspects,
    occupied_slots: ({ occupiedSlots }) => occupiedSlots.length,
  },
  activity: {
    at: ({ atMs }) => instant(atMs),
    action: ({ what }) => what,
    queue: ({ job }) => job?.queue,
    id: ({ job }) => job?.id,
    result: ({ result }) => result,
    code: ({ code }) => code,
    state_before: ({ before }) => before?.state,
    state_after: ({ after }) => after?.state,
    reason: ({ reason }) => reason,
    who: ({ operator }) => operator,
    role: ({ role }) => role,
    address: ({ address }) => address,
    operation: ({ operationId }) => operationId,
    snapshot: ({ snapshotId }) => snapshotId,
    request: ({ requestId }) => requestId,
  },
  incidents: {
    opened_at: ({ openedAtMs }) => instant(openedAtMs),
    closed_at: ({ closedAtMs }) => instant(closedAtMs),
    queue: ({ culprit }) => culprit.job.queue,
    id: ({ culprit }) => culprit.job.id,
    name: ({ culprit }) => culprit.job.name,
    cause: ({ culprit }) => culprit.cause,
    headline: ({ culprit }) => culprit.headline,
    flows: ({ culprit }) => culprit.flows,
    closed_by: ({ closedBy }) => closedBy,
    who: ({ operator }) => operator,
    snapshot: ({ snapshotId }) => snapshotId,
  },
};

/** The rows of a list as CSV, with the names of its columns. */
export function listCsv<List extends ListName>(list: List, rows: readonly ListRows[List][]): string {
  const columns = Object.entries<(row: ListRows[List]) => Value>(tables[list]);
  return toCsv(
    columns.map(([name]) => name),
    rows.map((row) => columns.map(([, read]) => String(read(row) ?? ""))),
  );
}

function instant(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}

import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import type { JobRef } from "@/lib/core/job-ref";
import type { QueueState } from "@/lib/core/job-state";
import type { Scope } from "@/lib/core/flow-view";
import type { Verdict } from "@/lib/core/verdict";

import { activityParams } from "./activity-filter";
import type { ActivityFilter } from "./activity-filter";
import { fetchJson } from "./fetch-json";
import type { AnswerName } from "./fetch-json";
import type { FlowFilter } from "./flow-filter";
import { healthKey } from "./health-cache";
import { apiFlowPath, apiJobPath, apiPathOf, writeSel } from "./links";
import { followsMeta } from "./live-meta";
import { liveState } from "./live-state";
import { whileLive } from "./live-switch";

const liveMs = 5_000;
const healthMs = 5_000;
const limitsMs = 30_000;
/** The stream's heartbeat tells how Redis is; the rest of health hardly changes. */
const healthWhileStreamingMs = 60_000;

/** The first part of the key of everything read from one connection: an action makes all of it old. */
export const connKey = (conn: string) => ["c", conn] as const;

/** How Flowlock and its connections are; asked also while live data is paused. */
export const healthQuery = () =>
  queryOptions({
    queryKey: healthKey,
    queryFn: ({ signal }) => fetchJson("/api/health", "health", { signal }),
    refetchInterval: () => (liveState.now().transport === "streaming" ? healthWhileStreamingMs : healthMs),
    placeholderData: keepPreviousData,
  });

export const triageQuery = (conn: string) => live(conn, apiPathOf(conn, "triage"), "triage", followsMeta("triage"));

export const queuesQuery = (conn: string) => live(conn, apiPathOf(conn, "queues"), "queuesPage");

export const workersQuery = (conn: string) => live(conn, apiPathOf(conn, "workers"), "workersPage");

/** What operators set for job names, which changes seldom. */
export const limitsQuery = (conn: string) => ({
  ...live(conn, apiPathOf(conn, "limits"), "limits"),
  refetchInterval: whileLive(limitsMs),
});

/** One worker, by its id or name. */
export const workerQuery = (conn: string, id: string) =>
  live(conn, apiPathOf(conn, `workers/${encodeURIComponent(id)}`), "workerPage");

/** The first page of held locks, most suspicious first. */
export const locksQuery = (conn: string, filter: { readonly verdict?: Verdict | null } = {}) =>
  live(
    conn,
    apiPathOf(conn, "locks", { verdict: filter.verdict ?? undefined, limit: "200" }),
    "locksPage",
    followsMeta((filter.verdict ?? null) === null ? "locks" : null),
  );

/** Flow roots page by page, newest first. */
export const flowsQuery = (conn: string, { state, queue, q }: FlowFilter) =>
  infiniteQueryOptions({
    queryKey: [...connKey(conn), "flows", state, queue, q],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        apiPathOf(conn, "flows", {
          state,
          queue: queue ?? undefined,
          q: q ?? undefined,
          cursor: pageParam ?? undefined,
        }),
        "flowsPage",
        { signal },
      ),
    initialPageParam: firstPage,
    getNextPageParam: ({ cursor }) => cursor,
    refetchInterval: whileLive(liveMs),
    placeholderData: keepPreviousData,
    meta: followsMeta(),
  });

/** A queue's jobs in one state, page by page. */
export const queueJobsQuery = (conn: string, queue: string, state: QueueState) =>
  infiniteQueryOptions({
    queryKey: [...connKey(conn), "queue jobs", queue, state],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(
        apiPathOf(conn, `queues/${encodeURIComponent(queue)}/jobs`, { state, cursor: pageParam ?? undefined }),
        "jobsPage",
        { signal },
      ),
    initialPageParam: firstPage,
    getNextPageParam: ({ cursor }) => cursor,
    refetchInterval: whileLive(liveMs),
    placeholderData: keepPreviousData,
    meta: followsMeta(),
  });

/** What was done here, page by page, newest first. */
export const activityQuery = (conn: string, filter: ActivityFilter) =>
  infiniteQueryOptions({
    queryKey: [...connKey(conn), "activity", filter],
    queryFn: ({ pageParam, signal }) => {
      const { sinceAtMs, ...wanted } = activityParams(filter, Date.now());
      const since = sinceAtMs === undefined ? {} : { sinceAtMs: String(sinceAtMs) };
      const path = apiPathOf(conn, "activity", { ...wanted, ...since, cursor: pageParam ?? undefined });
      return fetchJson(path, "activity", { signal });
    },
    initialPageParam: firstPage,
    getNextPageParam: ({ cursor }) => cursor,
    refetchInterval: whileLive(liveMs),
    placeholderData: keepPreviousData,
    meta: followsMeta(),
  });

/** Incidents page by page: open ones first, then those that ended in the last 7 days. */
export const incidentsQuery = (conn: string) =>
  infiniteQueryOptions({
    queryKey: [...connKey(conn), "incidents"],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(apiPathOf(conn, "incidents", { limit: "20", cursor: pageParam ?? undefined }), "incidentsPage", {
        signal,
      }),
    initialPageParam: firstPage,
    getNextPageParam: ({ cursor }) => cursor,
    refetchInterval: whileLive(liveMs),
    placeholderData: keepPreviousData,
    meta: followsMeta(),
  });

export type FlowViewOptions = { readonly scope?: Scope | null; readonly open?: readonly string[] };

/** The flow of any of its jobs, folded for a screen. */
export const flowViewQuery = (conn: string, job: JobRef, { scope = null, open = [] }: FlowViewOptions = {}) =>
  live(
    conn,
    apiFlowPath(conn, job, "", { scope: scope ?? undefined, open: open.length === 0 ? undefined : open.join(",") }),
    "flowView",
    followsMeta("flow", {
      flow: writeSel(job),
      scope: scope ?? undefined,
      open: open.length === 0 ? undefined : open.join(","),
    }),
  );

/** The jobs of a flow that match a filter, page by page. Asked once: what is found is a list to walk along. */
export const flowFindQuery = (conn: string, root: JobRef, q: string) =>
  infiniteQueryOptions({
    queryKey: [...connKey(conn), "find", root.queue, root.id, q],
    queryFn: ({ pageParam, signal }) =>
      fetchJson(apiFlowPath(conn, root, "find", { q, limit: "200", cursor: pageParam ?? undefined }), "flowFind", {
        signal,
      }),
    initialPageParam: firstPage,
    getNextPageParam: ({ cursor }) => cursor,
    staleTime: 15_000,
    retry: false,
  });

export const jobDetailQuery = (conn: string, job: JobRef) => live(conn, apiJobPath(conn, job), "jobDetail");

export const diagnosisQuery = (conn: string, job: JobRef) =>
  live(conn, apiJobPath(conn, job, "diagnosis"), "diagnosis");

export const jobHistoryQuery = (conn: string, job: JobRef) =>
  live(conn, apiJobPath(conn, job, "history"), "jobHistory");

/** The same for who draws a lock's trace: without a look through the queue's events. */
export const lockTraceQuery = (conn: string, job: JobRef) =>
  live(conn, apiJobPath(conn, job, "history", { events: "stored" }), "jobHistory");

/** Data, return value and options: read once, because they are large and seldom change. */
export const jobDataQuery = (conn: string, job: JobRef) => {
  const path = apiJobPath(conn, job, "data");
  return queryOptions({
    queryKey: [...connKey(conn), path],
    queryFn: ({ signal }) => fetchJson(path, "jobData", { signal }),
    staleTime: 30_000,
  });
};

/** A page of a job's log lines. */
export const jobLogsQuery = (conn: string, job: JobRef, cursor: string | null = null) =>
  live(conn, apiJobPath(conn, job, "logs", { cursor: cursor ?? undefined }), "jobLogs");

const firstPage: string | null = null;

/** A read that follows what happens while live; what was shown stays while the next is on its way or fails. */
function live<Name extends AnswerName>(conn: string, path: string, answer: Name, meta = followsMeta()) {
  return queryOptions({
    queryKey: [...connKey(conn), path] as const,
    queryFn: ({ signal }) => fetchJson(path, answer, { signal }),
    refetchInterval: whileLive(liveMs),
    placeholderData: keepPreviousData,
    meta,
  });
}

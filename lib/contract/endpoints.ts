import { z } from "zod";
import * as mini from "zod/mini";
import type { ZodMiniType } from "zod/mini";

import { actRequestSchema, previewRequestSchema } from "./action-requests";
import { actResponseSchema, operationSchema, operationsSchema, previewSchema } from "./action-schemas";
import { alertTestSchema } from "./alert-schemas";
import {
  diagnosisSchema,
  flowFindSchema,
  flowsPageSchema,
  flowViewSchema,
  queuesPageSchema,
  triageSchema,
  workerPageSchema,
  workersPageSchema,
} from "./flow-schemas";
import { healthSchema } from "./health-schema";
import { putLimitRequestSchema } from "./limit-request";
import {
  childrenPageSchema,
  jobDataSchema,
  jobDetailSchema,
  jobLogsSchema,
  jobsPageSchema,
  locksPageSchema,
} from "./job-schemas";
import {
  activityQuerySchema,
  childrenQuerySchema,
  emptyQuerySchema,
  findQuerySchema,
  flowQuerySchema,
  flowsQuerySchema,
  incidentsQuerySchema,
  jobPageQuerySchema,
  historyQuerySchema,
  jobQuerySchema,
  locksQuerySchema,
  operationQuerySchema,
  queueJobsQuerySchema,
  snapshotsQuerySchema,
} from "./query-schemas";
import {
  activitySchema,
  incidentsPageSchema,
  jobHistorySchema,
  limitsSchema,
  putLimitResponseSchema,
  readySchema,
} from "./record-schemas";
import { saveSnapshotRequestSchema } from "./snapshot-request";
import { snapshotHeadSchema, snapshotSchema, snapshotsPageSchema } from "./snapshot-schemas";
import { streamQuerySchema } from "./stream-query";
import { streamSchema } from "./stream-schemas";

export type Endpoint = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With `{conn}`, `{queue}` and `{job}` where it has them. */
  readonly path: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | null;
  readonly answer: ZodMiniType;
  /** What is answered when it isn't JSON. Of events, which stay open, `answer` has the data of each by its name. */
  readonly answerType?: "text/event-stream" | "text/plain";
};

const conn = "/api/c/{conn}";
const noBody = { body: null } as const;

/** Every call of the HTTP API: the routes parse and answer by it, and `/api/openapi.json` is made from it. */
export const endpoints = {
  getHealth: {
    method: "GET",
    path: "/api/health",
    summary: "Whether Flowlock serves, and how each Redis is",
    query: emptyQuerySchema,
    ...noBody,
    answer: healthSchema,
  },
  getReady: {
    method: "GET",
    path: "/api/ready",
    summary: "200 when every configured Redis answered lately, else 503",
    query: emptyQuerySchema,
    ...noBody,
    answer: readySchema,
  },
  getOpenapi: {
    method: "GET",
    path: "/api/openapi.json",
    summary: "This description",
    query: emptyQuerySchema,
    ...noBody,
    answer: mini.record(z.string(), z.json()),
  },
  getMetrics: {
    method: "GET",
    path: "/api/metrics",
    summary: "Prometheus text: what was read last, without asking Redis",
    query: emptyQuerySchema,
    ...noBody,
    answer: mini.string(),
    answerType: "text/plain",
  },
  listQueues: {
    method: "GET",
    path: `${conn}/queues`,
    summary: "Queues with their counts, limits and workers",
    query: emptyQuerySchema,
    ...noBody,
    answer: queuesPageSchema,
  },
  listJobs: {
    method: "GET",
    path: `${conn}/queues/{queue}/jobs`,
    summary: "A page of a queue's jobs in one state",
    query: queueJobsQuerySchema,
    ...noBody,
    answer: jobsPageSchema,
  },
  getTriage: {
    method: "GET",
    path: `${conn}/triage`,
    summary: "What blocks flows now, worst first",
    query: emptyQuerySchema,
    ...noBody,
    answer: triageSchema,
  },
  listFlows: {
    method: "GET",
    path: `${conn}/flows`,
    summary: "A page of flow roots, newest first",
    query: flowsQuerySchema,
    ...noBody,
    answer: flowsPageSchema,
  },
  getFlowView: {
    method: "GET",
    path: `${conn}/flows/{queue}/{job}`,
    summary: "The flow of any of its jobs, folded for a screen",
    query: flowQuerySchema,
    ...noBody,
    answer: flowViewSchema,
  },
  findInFlow: {
    method: "GET",
    path: `${conn}/flows/{queue}/{job}/find`,
    summary: "A page of a flow's jobs that match a filter, folded ones too, problems first",
    query: findQuerySchema,
    ...noBody,
    answer: flowFindSchema,
  },
  listChildren: {
    method: "GET",
    path: `${conn}/flows/{queue}/{job}/children`,
    summary: "A page of a parent's direct children, problems first",
    query: childrenQuerySchema,
    ...noBody,
    answer: childrenPageSchema,
  },
  getJobDetail: {
    method: "GET",
    path: `${conn}/jobs/{queue}/{job}`,
    summary: "One job with its options, keys and stored fields",
    query: jobQuerySchema,
    ...noBody,
    answer: jobDetailSchema,
  },
  getJobData: {
    method: "GET",
    path: `${conn}/jobs/{queue}/{job}/data`,
    summary: "A job's data, return value and options, up to a bound",
    query: jobQuerySchema,
    ...noBody,
    answer: jobDataSchema,
  },
  getJobLogs: {
    method: "GET",
    path: `${conn}/jobs/{queue}/{job}/logs`,
    summary: "A page of a job's log lines",
    query: jobPageQuerySchema,
    ...noBody,
    answer: jobLogsSchema,
  },
  getJobHistory: {
    method: "GET",
    path: `${conn}/jobs/{queue}/{job}/history`,
    summary: "What Flowlock saw of a job's lock, and what happened to the job, as its queue's events still tell it",
    query: historyQuerySchema,
    ...noBody,
    answer: jobHistorySchema,
  },
  getDiagnosis: {
    method: "GET",
    path: `${conn}/jobs/{queue}/{job}/diagnosis`,
    summary: "Why this job, or its flow where it is a root, does not go on",
    query: jobQuerySchema,
    ...noBody,
    answer: diagnosisSchema,
  },
  listLocks: {
    method: "GET",
    path: `${conn}/locks`,
    summary: "Held locks as last swept, most suspicious first",
    query: locksQuerySchema,
    ...noBody,
    answer: locksPageSchema,
  },
  listWorkers: {
    method: "GET",
    path: `${conn}/workers`,
    summary: "Connected workers and what they hold",
    query: emptyQuerySchema,
    ...noBody,
    answer: workersPageSchema,
  },
  getWorker: {
    method: "GET",
    path: `${conn}/workers/{worker}`,
    summary:
      "One worker, by its id or name: its locks with the stalls of their jobs, and the slots that ended jobs hold",
    query: emptyQuerySchema,
    ...noBody,
    answer: workerPageSchema,
  },
  listLimits: {
    method: "GET",
    path: `${conn}/limits`,
    summary: "What counts as slow, where an operator set it",
    query: emptyQuerySchema,
    ...noBody,
    answer: limitsSchema,
  },
  putLimit: {
    method: "PUT",
    path: `${conn}/limits`,
    summary: "Sets what counts as slow for a job name",
    query: emptyQuerySchema,
    body: putLimitRequestSchema,
    answer: putLimitResponseSchema,
  },
  listIncidents: {
    method: "GET",
    path: `${conn}/incidents`,
    summary: "Open incidents, and closed ones of the last 7 days, newest first",
    query: incidentsQuerySchema,
    ...noBody,
    answer: incidentsPageSchema,
  },
  listActivity: {
    method: "GET",
    path: `${conn}/activity`,
    summary:
      "The audit trail, newest first; a page that looked at very many entries is shorter, or empty, and has a cursor",
    query: activityQuerySchema,
    ...noBody,
    answer: activitySchema,
  },
  listSnapshots: {
    method: "GET",
    path: `${conn}/snapshots`,
    summary: "Kept snapshots of flows, newest first",
    query: snapshotsQuerySchema,
    ...noBody,
    answer: snapshotsPageSchema,
  },
  getSnapshot: {
    method: "GET",
    path: `${conn}/snapshots/{id}`,
    summary: "A flow as it was at one instant, without asking Redis for its jobs",
    query: emptyQuerySchema,
    ...noBody,
    answer: snapshotSchema,
  },
  saveSnapshot: {
    method: "POST",
    path: `${conn}/snapshots`,
    summary: "Keeps the flow of a job as it is now, for 7 days",
    query: emptyQuerySchema,
    body: saveSnapshotRequestSchema,
    answer: snapshotHeadSchema,
  },
  testAlert: {
    method: "POST",
    path: `${conn}/alerts/test`,
    summary: "Sends one test alert to the webhook",
    query: emptyQuerySchema,
    body: z.strictObject({}),
    answer: alertTestSchema,
  },
  openStream: {
    method: "GET",
    path: `${conn}/stream`,
    summary: "Server-Sent Events: what blocks, a flow and the held locks, as changes; resumable by Last-Event-ID",
    query: streamQuerySchema,
    ...noBody,
    answer: streamSchema,
    answerType: "text/event-stream",
  },
  previewAction: {
    method: "POST",
    path: `${conn}/actions/preview`,
    summary: "What an action would do; changes nothing",
    query: emptyQuerySchema,
    body: previewRequestSchema,
    answer: previewSchema,
  },
  performAction: {
    method: "POST",
    path: `${conn}/actions`,
    summary: "Acts on jobs that are still as they were seen; on more than 25 in the background (202)",
    query: emptyQuerySchema,
    body: actRequestSchema,
    answer: actResponseSchema,
  },
  listOperations: {
    method: "GET",
    path: `${conn}/operations`,
    summary: "The latest actions on many jobs, newest first, and how far each is",
    query: emptyQuerySchema,
    ...noBody,
    answer: operationsSchema,
  },
  getOperation: {
    method: "GET",
    path: `${conn}/operations/{id}`,
    summary: "How far an action on many jobs is, and a page of its results",
    query: operationQuerySchema,
    ...noBody,
    answer: operationSchema,
  },
  stopOperation: {
    method: "DELETE",
    path: `${conn}/operations/{id}`,
    summary: "Stops an action on many jobs; what is done stays done",
    query: emptyQuerySchema,
    ...noBody,
    answer: operationSchema,
  },
} as const satisfies Record<string, Endpoint>;

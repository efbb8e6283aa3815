import { z } from "zod";

import { alertTestSchema } from "./alert-schemas";
import { conn, noBody } from "./endpoint";
import type { Endpoint } from "./endpoint";
import { putLimitRequestSchema } from "./limit-request";
import { activityQuerySchema, emptyQuerySchema, incidentsQuerySchema, snapshotsQuerySchema } from "./query-schemas";
import { activitySchema, incidentsPageSchema, limitsSchema, putLimitResponseSchema } from "./record-schemas";
import { saveSnapshotRequestSchema } from "./snapshot-request";
import { snapshotHeadSchema, snapshotSchema, snapshotsPageSchema } from "./snapshot-schemas";

/** Calls on Flowlock's own records: limits, incidents, activity, snapshots and alerts. */
export const recordEndpoints = {
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
} as const satisfies Record<string, Endpoint>;

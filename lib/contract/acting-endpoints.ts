import { actRequestSchema, previewRequestSchema } from "./action-requests";
import { actResponseSchema, operationSchema, operationsSchema, previewSchema } from "./action-schemas";
import { conn, noBody } from "./endpoint";
import type { Endpoint } from "./endpoint";
import { emptyQuerySchema, operationQuerySchema } from "./query-schemas";

/** Calls that act on jobs, one or many, and those that follow what was begun. */
export const actingEndpoints = {
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

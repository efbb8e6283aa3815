import { z } from "zod";
import * as mini from "zod/mini";

import { actingEndpoints } from "./acting-endpoints";
import { conn, noBody } from "./endpoint";
import type { Endpoint } from "./endpoint";
import { healthSchema } from "./health-schema";
import { emptyQuerySchema } from "./query-schemas";
import { readingEndpoints } from "./reading-endpoints";
import { recordEndpoints } from "./record-endpoints";
import { readySchema } from "./record-schemas";
import { streamQuerySchema } from "./stream-query";
import { streamSchema } from "./stream-schemas";

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
  ...readingEndpoints,
  ...recordEndpoints,
  openStream: {
    method: "GET",
    path: `${conn}/stream`,
    summary: "Server-Sent Events: what blocks, a flow and the held locks, as changes; resumable by Last-Event-ID",
    query: streamQuerySchema,
    ...noBody,
    answer: streamSchema,
    answerType: "text/event-stream",
  },
  ...actingEndpoints,
} as const satisfies Record<string, Endpoint>;

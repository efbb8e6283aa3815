import { z } from "zod";

import { actionIds, refusalCodes } from "@/lib/core/action";

import { anyJobRefSchema, cursorSchema, instantSchema, stateSchema } from "./job-schemas";

const heldLimitSchema = z.object({
  queue: z.string(),
  name: z.string(),
  slowMs: z.number().nullable(),
  stuckMs: z.number().nullable(),
  muteUntilAtMs: instantSchema.nullable(),
});

export const limitsSchema = z.object({ limits: z.array(heldLimitSchema) });

const durationSchema = z.number().int().min(1_000).max(604_800_000);

/** What counts as slow for this job name; a value left out keeps what was set, `null` clears it. */
export const putLimitRequestSchema = z.strictObject({
  queue: z.string().min(1).max(2_000),
  name: z.string().min(1).max(2_000),
  slowMs: durationSchema.nullable().optional(),
  stuckMs: durationSchema.nullable().optional(),
  muteUntilAtMs: instantSchema.int().min(0).nullable().optional(),
});

export const putLimitResponseSchema = heldLimitSchema;

const fateSchema = z.object({
  state: stateSchema,
  attempts: z.number().int(),
  finishedAtMs: z.number().nullable(),
});

export const activityEntrySchema = z.object({
  id: z.string(),
  atMs: instantSchema,
  requestId: z.string(),
  operator: z.string().nullable(),
  role: z.enum(["viewer", "operator", "admin"]),
  address: z.string().nullable(),
  what: z.enum([...actionIds, "set-limits"]),
  operationId: z.string().nullable(),
  job: anyJobRefSchema.nullable(),
  reason: z.string().nullable(),
  result: z.enum(["done", "skipped", "refused", "unknown"]),
  code: z.enum(refusalCodes).nullable(),
  before: fateSchema.nullable(),
  after: fateSchema.nullable(),
});

export const activitySchema = z.object({
  entries: z.array(activityEntrySchema),
  cursor: cursorSchema,
});

export const jobHistorySchema = z.object({
  samples: z.array(
    z.object({
      atMs: instantSchema,
      ttlMs: z.number(),
      renewed: z.boolean(),
      sign: z.enum(["progress", "log", "data"]).nullable(),
    }),
  ),
  events: z.array(z.object({ atMs: instantSchema, event: z.string(), from: z.string().nullable() })),
  /** Incidents are kept once Flowlock has a store for them. */
  incidents: z.array(z.json()),
  watchedSinceAtMs: instantSchema.nullable(),
});

export const readySchema = z.object({ ready: z.boolean() });

export type HeldLimit = z.infer<typeof heldLimitSchema>;
export type LimitsPage = z.infer<typeof limitsSchema>;
export type PutLimitRequest = z.infer<typeof putLimitRequestSchema>;
export type ActivityEntry = z.infer<typeof activityEntrySchema>;
export type Activity = z.infer<typeof activitySchema>;
export type JobHistory = z.infer<typeof jobHistorySchema>;

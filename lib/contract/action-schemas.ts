import { z } from "zod";

import { actionIds, refusalCodes, warningCodes } from "@/lib/core/action";
import { causeIds } from "@/lib/core/cause";

import {
  anyJobRefSchema,
  instantSchema,
  jobRefSchema,
  namedJobSchema,
  stateSchema,
  verdictSchema,
} from "./job-schemas";

export const seenSchema = z.object({
  state: stateSchema,
  lockId: z.string().max(200).nullable(),
  attemptsStarted: z.number().int().min(0),
  processedAtMs: z.number().nullable(),
});

const optionsSchema = z.strictObject({
  resetAttempts: z.boolean().optional(),
  children: z.boolean().optional(),
  parent: jobRefSchema.optional(),
});

const filterSchema = z.strictObject({
  flow: jobRefSchema.optional(),
  queue: z.string().max(2_000).optional(),
  name: z.string().max(2_000).optional(),
  state: stateSchema.optional(),
  verdict: verdictSchema.optional(),
  cause: z.enum(causeIds).optional(),
});

export const previewRequestSchema = z.strictObject({
  action: z.enum(actionIds),
  jobs: z.array(jobRefSchema).min(1).max(10_000).optional(),
  filter: filterSchema.optional(),
  options: optionsSchema.optional(),
});

export const outcomeSchema = z.object({
  job: namedJobSchema,
  allowed: z.boolean(),
  refusal: z.enum(refusalCodes).nullable(),
  seen: seenSchema,
  effects: z.array(z.object({ job: namedJobSchema, from: stateSchema, to: stateSchema.nullable(), why: z.string() })),
  warnings: z.array(z.enum(warningCodes)),
  text: z.array(z.string()),
});

export const previewSchema = z.object({
  previewId: z.string(),
  expiresAtMs: instantSchema,
  outcomes: z.array(outcomeSchema),
  totals: z.object({
    jobs: z.number().int(),
    allowed: z.number().int(),
    parentsStart: z.number().int(),
    parentsStayBlocked: z.number().int(),
    parentsFail: z.number().int(),
    rootsFail: z.number().int(),
  }),
  truncated: z.boolean(),
});

export const actRequestSchema = z.strictObject({
  action: z.enum(actionIds),
  jobs: z
    .array(z.strictObject({ ...jobRefSchema.shape, seen: seenSchema }))
    .min(1)
    .max(10_000)
    .optional(),
  previewId: z.string().max(200).optional(),
  reason: z.string().trim().min(1).max(1_000),
  options: optionsSchema.optional(),
});

const fateSchema = z.object({
  state: stateSchema,
  attempts: z.number().int(),
  finishedAtMs: z.number().nullable(),
});

export const actionResultSchema = z.object({
  job: anyJobRefSchema,
  result: z.enum(["done", "skipped", "refused", "unknown"]),
  code: z.enum(refusalCodes).nullable(),
  before: fateSchema,
  after: fateSchema,
});

export const actResponseSchema = z.object({
  operationId: z.string(),
  results: z.array(actionResultSchema),
});

export type Preview = z.infer<typeof previewSchema>;
export type PreviewRequest = z.infer<typeof previewRequestSchema>;
export type ActRequest = z.infer<typeof actRequestSchema>;
export type ActResponse = z.infer<typeof actResponseSchema>;

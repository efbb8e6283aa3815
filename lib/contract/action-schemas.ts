import * as z from "zod/mini";

import { refusalCodes, warningCodes } from "@/lib/core/action";

import { anyJobRefSchema, instantSchema, namedJobSchema, stateSchema } from "./job-schemas";

export const seenSchema = z.object({
  state: stateSchema,
  lockId: z.nullable(z.string().check(z.maxLength(200))),
  attemptsStarted: z.int().check(z.gte(0)),
  processedAtMs: z.nullable(z.number()),
});

export const outcomeSchema = z.object({
  job: namedJobSchema,
  allowed: z.boolean(),
  refusal: z.nullable(z.enum(refusalCodes)),
  seen: seenSchema,
  effects: z.array(z.object({ job: namedJobSchema, from: stateSchema, to: z.nullable(stateSchema), why: z.string() })),
  warnings: z.array(z.enum(warningCodes)),
  /** How many jobs removing deletes, those below it too. */
  deletes: z.optional(z.int()),
  /** The command that Redis refuses, where that is why. */
  denied: z.optional(z.string()),
  text: z.array(z.string()),
});

export const previewSchema = z.object({
  previewId: z.string(),
  expiresAtMs: instantSchema,
  outcomes: z.array(outcomeSchema),
  totals: z.object({
    jobs: z.int(),
    allowed: z.int(),
    parentsStart: z.int(),
    parentsStayBlocked: z.int(),
    parentsFail: z.int(),
    rootsFail: z.int(),
  }),
  truncated: z.boolean(),
});

const fateSchema = z.object({
  state: stateSchema,
  attempts: z.int(),
  finishedAtMs: z.nullable(z.number()),
});

export const actionResultSchema = z.object({
  job: anyJobRefSchema,
  result: z.enum(["done", "skipped", "refused", "unknown"]),
  code: z.nullable(z.enum(refusalCodes)),
  denied: z.optional(z.string()),
  before: fateSchema,
  after: fateSchema,
});

export const actResponseSchema = z.object({
  operationId: z.string(),
  results: z.array(actionResultSchema),
});

export type Preview = z.infer<typeof previewSchema>;
export type ActResponse = z.infer<typeof actResponseSchema>;

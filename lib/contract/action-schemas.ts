import * as z from "zod/mini";

import { actionIds, refusalCodes, warningCodes } from "@/lib/core/action";
import { resultKinds } from "@/lib/core/operation";

import { anyJobRefSchema, cursorSchema, instantSchema, namedJobSchema, stateSchema } from "./job-schemas";

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
  result: z.enum(resultKinds),
  code: z.nullable(z.enum(refusalCodes)),
  denied: z.optional(z.string()),
  /** Which worker to restart, where the code of the run that lost its job still holds a slot. */
  advice: z.optional(z.string()),
  /** The flow as it was before the action. */
  snapshotId: z.optional(z.string()),
  before: fateSchema,
  after: fateSchema,
});

/** Up to 25 jobs: what came of each. More (202): they are acted on in the background, as the operation tells. */
export const actResponseSchema = z.object({
  operationId: z.string(),
  results: z.optional(z.array(actionResultSchema)),
});

const operationHead = {
  id: z.string(),
  action: z.enum(actionIds),
  reason: z.string(),
  operator: z.nullable(z.string()),
  options: z.object({
    resetAttempts: z.optional(z.boolean()),
    children: z.optional(z.boolean()),
    parent: z.optional(anyJobRefSchema),
  }),
  startedAtMs: instantSchema,
  endedAtMs: z.nullable(instantSchema),
  status: z.enum(["running", "stopping", "stopped", "done"]),
  total: z.int(),
  /** So many jobs ended with each result. */
  counts: z.object({ done: z.int(), skipped: z.int(), refused: z.int(), unknown: z.int() }),
};

export const operationSchema = z.object({
  ...operationHead,
  /** A page of what came of each job, in the order in which they were acted on. */
  results: z.array(actionResultSchema),
  cursor: cursorSchema,
});

/** The newest ones first. */
export const operationsSchema = z.object({ operations: z.array(z.object(operationHead)) });

export type OperationHead = z.infer<typeof operationsSchema>["operations"][number];
export type Preview = z.infer<typeof previewSchema>;
export type OperationAnswer = z.infer<typeof operationSchema>;
export type ActResponse = z.infer<typeof actResponseSchema>;

import * as z from "zod/mini";

import { damageCodes } from "@/lib/core/damage";
import { failurePolicies } from "@/lib/core/failure-policy";
import { states } from "@/lib/core/job-state";
import { verdicts } from "@/lib/core/verdict";

export const namedJobSchema = z.object({ queue: z.string(), id: z.string(), name: z.nullable(z.string()) });
export const anyJobRefSchema = z.object({ queue: z.string(), id: z.string() });
export const stateSchema = z.enum(states);
export const verdictSchema = z.enum(verdicts);
export const damagedSchema = z.array(z.enum(damageCodes));
/** An instant, in epoch milliseconds on Redis' clock. */
export const instantSchema = z.number();
export const cursorSchema = z.nullable(z.string());

export const countsSchema = z.object({
  processed: z.int(),
  unprocessed: z.int(),
  ignored: z.int(),
  failed: z.int(),
});

export const lockStateSchema = z.object({
  job: namedJobSchema,
  lockId: z.string(),
  workerId: z.string(),
  holder: z.nullable(z.string()),
  ttlMs: z.number(),
  lockDurationMs: z.object({ value: z.nullable(z.number()), observed: z.boolean() }),
  heldMs: z.number(),
  clockOffMs: z.nullable(z.number()),
  silentMs: z.number(),
  renewals: z.object({
    atLeast: z.int(),
    observed: z.int(),
    watchedSinceAtMs: z.nullable(instantSchema),
  }),
  lastSignAtMs: z.nullable(instantSchema),
  usualMs: z.nullable(z.object({ p50: z.number(), p95: z.number(), sample: z.int() })),
  verdict: verdictSchema,
  score: z.number(),
  scoreParts: z.object({ age: z.number(), silence: z.number(), renewals: z.number(), history: z.number() }),
  blocks: z.object({ jobs: z.int(), flows: z.int() }),
});

export const nodeSchema = z.object({
  job: namedJobSchema,
  parent: z.nullable(anyJobRefSchema),
  state: stateSchema,
  verdict: z.nullable(verdictSchema),
  cause: z.nullable(z.string()),
  policy: z.enum(failurePolicies),
  attempts: z.object({ made: z.number(), started: z.number(), max: z.number() }),
  stalls: z.number(),
  createdAtMs: z.nullable(instantSchema),
  processedAtMs: z.nullable(instantSchema),
  finishedAtMs: z.nullable(instantSchema),
  progress: z.json(),
  failedReason: z.nullable(z.string()),
  processedBy: z.nullable(z.string()),
  children: countsSchema,
  lock: z.nullable(lockStateSchema),
  damaged: damagedSchema,
});

export const jobDetailSchema = z.extend(nodeSchema, {
  options: z.json(),
  timestamps: z.object({ createdAtMs: z.nullable(instantSchema), delayUntilAtMs: z.nullable(instantSchema) }),
  dependencies: countsSchema,
  keys: z.array(z.string()),
  raw: z.record(z.string(), z.string()),
});

const payloadSchema = z.object({
  json: z.json(),
  raw: z.nullable(z.string()),
  bytes: z.int(),
  truncated: z.boolean(),
});

export const jobDataSchema = z.object({
  data: payloadSchema,
  returnValue: payloadSchema,
  options: payloadSchema,
});

export const jobLogsSchema = z.object({
  total: z.int(),
  lines: z.array(z.string()),
  cursor: cursorSchema,
});

export const jobsPageSchema = z.object({
  readAtMs: instantSchema,
  total: z.int(),
  jobs: z.array(nodeSchema),
  cursor: cursorSchema,
});

export const childrenPageSchema = z.object({
  readAtMs: instantSchema,
  total: z.int(),
  children: z.array(nodeSchema),
  cursor: cursorSchema,
});

export const locksPageSchema = z.object({
  readAtMs: instantSchema,
  counts: z.partialRecord(verdictSchema, z.int()),
  locks: z.array(lockStateSchema),
  cursor: cursorSchema,
});

export type LocksPage = z.infer<typeof locksPageSchema>;
export type JobDetail = z.infer<typeof jobDetailSchema>;
export type JobData = z.infer<typeof jobDataSchema>;
export type JobLogs = z.infer<typeof jobLogsSchema>;
export type JobsPage = z.infer<typeof jobsPageSchema>;
export type ChildrenPage = z.infer<typeof childrenPageSchema>;

import { z } from "zod";

import { damageCodes } from "@/lib/core/damage";
import { failurePolicies } from "@/lib/core/failure-policy";
import { states } from "@/lib/core/job-state";
import { limits } from "@/lib/core/limits";
import { verdicts } from "@/lib/core/verdict";

/** As in a path: a queue is named `prefix:name`, an id has at most 4 kB of UTF-8. */
export const jobRefSchema = z.object({
  queue: z.string().max(2_000).regex(/:/, "A queue is named prefix:name."),
  id: z
    .string()
    .min(1)
    .max(limits.idBytesMax)
    .refine((id) => new TextEncoder().encode(id).length <= limits.idBytesMax, "The id is longer than 4096 bytes."),
});
export const namedJobSchema = z.object({ queue: z.string(), id: z.string(), name: z.string().nullable() });
export const anyJobRefSchema = z.object({ queue: z.string(), id: z.string() });
export const stateSchema = z.enum(states);
export const verdictSchema = z.enum(verdicts);
export const damagedSchema = z.array(z.enum(damageCodes));
/** An instant, in epoch milliseconds on Redis' clock. */
export const instantSchema = z.number();
export const cursorSchema = z.string().nullable();

export const countsSchema = z.object({
  processed: z.number().int(),
  unprocessed: z.number().int(),
  ignored: z.number().int(),
  failed: z.number().int(),
});

export const lockStateSchema = z.object({
  job: namedJobSchema,
  lockId: z.string(),
  workerId: z.string(),
  holder: z.string().nullable(),
  ttlMs: z.number(),
  lockDurationMs: z.object({ value: z.number().nullable(), observed: z.boolean() }),
  heldMs: z.number(),
  silentMs: z.number(),
  renewals: z.object({
    atLeast: z.number().int(),
    observed: z.number().int(),
    watchedSinceAtMs: instantSchema.nullable(),
  }),
  lastSignAtMs: instantSchema.nullable(),
  usualMs: z.object({ p50: z.number(), p95: z.number(), sample: z.number().int() }).nullable(),
  verdict: verdictSchema,
  score: z.number(),
  scoreParts: z.object({ age: z.number(), silence: z.number(), renewals: z.number(), history: z.number() }),
  blocks: z.object({ jobs: z.number().int(), flows: z.number().int() }),
});

export const nodeSchema = z.object({
  job: namedJobSchema,
  parent: anyJobRefSchema.nullable(),
  state: stateSchema,
  verdict: verdictSchema.nullable(),
  cause: z.string().nullable(),
  policy: z.enum(failurePolicies),
  attempts: z.object({ made: z.number(), started: z.number(), max: z.number() }),
  stalls: z.number(),
  createdAtMs: instantSchema.nullable(),
  processedAtMs: instantSchema.nullable(),
  finishedAtMs: instantSchema.nullable(),
  progress: z.json(),
  failedReason: z.string().nullable(),
  processedBy: z.string().nullable(),
  children: countsSchema,
  lock: lockStateSchema.nullable(),
  damaged: damagedSchema,
});

export const jobDetailSchema = nodeSchema.extend({
  options: z.json(),
  timestamps: z.object({ createdAtMs: instantSchema.nullable(), delayUntilAtMs: instantSchema.nullable() }),
  dependencies: countsSchema,
  keys: z.array(z.string()),
  raw: z.record(z.string(), z.string()),
});

const payloadSchema = z.object({
  json: z.json(),
  raw: z.string().nullable(),
  bytes: z.number().int(),
  truncated: z.boolean(),
});

export const jobDataSchema = z.object({
  data: payloadSchema,
  returnValue: payloadSchema,
  options: payloadSchema,
});

export const jobLogsSchema = z.object({
  total: z.number().int(),
  lines: z.array(z.string()),
  cursor: cursorSchema,
});

export const jobsPageSchema = z.object({
  readAtMs: instantSchema,
  total: z.number().int(),
  jobs: z.array(nodeSchema),
  cursor: cursorSchema,
});

export const childrenPageSchema = z.object({
  readAtMs: instantSchema,
  total: z.number().int(),
  children: z.array(nodeSchema),
  cursor: cursorSchema,
});

export const locksPageSchema = z.object({
  readAtMs: instantSchema,
  counts: z.partialRecord(verdictSchema, z.number().int()),
  locks: z.array(lockStateSchema),
  cursor: cursorSchema,
});

export type LocksPage = z.infer<typeof locksPageSchema>;
export type JobDetail = z.infer<typeof jobDetailSchema>;
export type JobData = z.infer<typeof jobDataSchema>;
export type JobLogs = z.infer<typeof jobLogsSchema>;
export type JobsPage = z.infer<typeof jobsPageSchema>;
export type ChildrenPage = z.infer<typeof childrenPageSchema>;

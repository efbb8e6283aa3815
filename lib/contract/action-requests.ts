import { z } from "zod";

import { actionIds } from "@/lib/core/action";
import { causeIds, severities } from "@/lib/core/cause";

import { seenSchema } from "./action-schemas";
import { jobRefSchema } from "./job-ref-schema";
import { stateSchema, verdictSchema } from "./job-schemas";

const optionsSchema = z.strictObject({
  resetAttempts: z.boolean().optional(),
  children: z.boolean().optional(),
  parent: jobRefSchema.optional(),
});

const filterSchema = z.strictObject({
  flow: jobRefSchema.optional(),
  queue: jobRefSchema.shape.queue.optional(),
  name: z.string().max(2_000).optional(),
  state: z.optional(stateSchema),
  verdict: z.optional(verdictSchema),
  cause: z.enum(causeIds).optional(),
  /** Culprits of triage's section so named, but those that stand for a whole queue. */
  severity: z.enum(severities).optional(),
});

export const previewRequestSchema = z.strictObject({
  action: z.enum(actionIds),
  jobs: z.array(jobRefSchema).min(1).max(10_000).optional(),
  filter: filterSchema.optional(),
  options: optionsSchema.optional(),
});

export const actRequestSchema = z.strictObject({
  action: z.enum(actionIds),
  jobs: z
    .array(z.strictObject({ ...jobRefSchema.shape, seen: seenSchema }))
    .min(1)
    .max(10_000)
    .optional(),
  previewId: z.string().max(200).optional(),
  reason: z
    .string()
    .trim()
    .min(1)
    .max(1_000)
    .regex(/[\p{L}\p{N}\p{P}\p{S}]/u, "Say why, in characters that can be seen."),
  options: optionsSchema.optional(),
});

export type PreviewRequest = z.infer<typeof previewRequestSchema>;
export type ActRequest = z.infer<typeof actRequestSchema>;

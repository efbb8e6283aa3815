import { z } from "zod";

const durationSchema = z.number().int().min(1_000).max(604_800_000);

/** What counts as slow for this job name; a value left out keeps what was set, `null` clears it. */
export const putLimitRequestSchema = z.strictObject({
  queue: z.string().min(1).max(2_000),
  name: z.string().min(1).max(2_000),
  slowMs: durationSchema.nullable().optional(),
  stuckMs: durationSchema.nullable().optional(),
  muteUntilAtMs: z.number().int().min(0).nullable().optional(),
});

export type PutLimitRequest = z.infer<typeof putLimitRequestSchema>;

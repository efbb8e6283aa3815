import { z } from "zod";

import { scopes } from "@/lib/core/flow-view";

import { jobRefSchema } from "./job-ref-schema";

/** Any job of the flow, and how the flow was folded on the screen that is to be kept. */
export const saveSnapshotRequestSchema = z.strictObject({
  job: jobRefSchema,
  scope: z.enum(scopes).optional(),
  open: z.array(z.string().max(2_000)).max(200).optional(),
});

export type SaveSnapshotRequest = z.infer<typeof saveSnapshotRequestSchema>;

import * as z from "zod/mini";

import { actionIds } from "@/lib/core/action";
import { scopes } from "@/lib/core/flow-view";
import { snapshotOccasions } from "@/lib/core/snapshot";

import { flowViewSchema } from "./flow-schemas";
import { anyJobRefSchema, cursorSchema, instantSchema, namedJobSchema } from "./job-schemas";
import { lockTraceShape } from "./record-schemas";

export const snapshotHeadSchema = z.object({
  id: z.string(),
  takenAtMs: instantSchema,
  expiresAtMs: instantSchema,
  /** `saved`: somebody asked for it. Else before an action, or when a job became probably stuck. */
  occasion: z.enum(snapshotOccasions),
  action: z.nullable(z.enum(actionIds)),
  operator: z.nullable(z.string()),
  root: namedJobSchema,
  job: namedJobSchema,
  headline: z.string(),
});

export const snapshotSchema = z.extend(snapshotHeadSchema, {
  scope: z.enum(scopes),
  /** As it was; without job data, and without progress that is more than a number. */
  view: flowViewSchema,
  /** What was seen of the culprits' locks up to then. */
  traces: z.array(z.object({ job: anyJobRefSchema, ...lockTraceShape })),
});

export const snapshotsPageSchema = z.object({ snapshots: z.array(snapshotHeadSchema), cursor: cursorSchema });

export type SnapshotAnswer = z.infer<typeof snapshotSchema>;
export type SnapshotsPage = z.infer<typeof snapshotsPageSchema>;

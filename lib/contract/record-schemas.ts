import * as z from "zod/mini";

import { refusalCodes } from "@/lib/core/action";
import { incidentEnds } from "@/lib/core/incident";
import { resultKinds } from "@/lib/core/operation";

import { activityKinds } from "./activity-kinds";
import { culpritSchema } from "./flow-schemas";
import { anyJobRefSchema, cursorSchema, instantSchema, stateSchema } from "./job-schemas";

const heldLimitSchema = z.object({
  queue: z.string(),
  name: z.string(),
  slowMs: z.nullable(z.number()),
  stuckMs: z.nullable(z.number()),
  muteUntilAtMs: z.nullable(instantSchema),
});

export const limitsSchema = z.object({ limits: z.array(heldLimitSchema) });

export const putLimitResponseSchema = heldLimitSchema;

const fateSchema = z.object({
  state: stateSchema,
  attempts: z.int(),
  finishedAtMs: z.nullable(z.number()),
});

/** The flow as it was before the action, or when the incident opened. Records of older versions don't tell it. */
const snapshotId = z._default(z.nullable(z.string()), null);

export const activityEntrySchema = z.object({
  id: z.string(),
  atMs: instantSchema,
  requestId: z.string(),
  operator: z.nullable(z.string()),
  role: z.enum(["viewer", "operator", "admin"]),
  address: z.nullable(z.string()),
  what: z.enum(activityKinds),
  operationId: z.nullable(z.string()),
  job: z.nullable(anyJobRefSchema),
  reason: z.nullable(z.string()),
  result: z.enum(resultKinds),
  code: z.nullable(z.enum(refusalCodes)),
  /** The command that Redis refuses, where that is why. */
  denied: z.optional(z.string()),
  /** What the operator was shown of it before; `null` where no preview was named. Earlier entries have none. */
  preview: z.optional(z.nullable(z.object({ id: z.string(), text: z.array(z.string()) }))),
  before: z.nullable(fateSchema),
  after: z.nullable(fateSchema),
  snapshotId,
});

export const activitySchema = z.object({
  entries: z.array(activityEntrySchema),
  cursor: cursorSchema,
});

export const incidentSchema = z.object({
  id: z.string(),
  openedAtMs: instantSchema,
  closedAtMs: z.nullable(instantSchema),
  /** As it was when the incident was opened. */
  culprit: culpritSchema,
  closedBy: z.nullable(z.enum(incidentEnds)),
  operator: z.nullable(z.string()),
  snapshotId,
});

export const incidentsPageSchema = z.object({ incidents: z.array(incidentSchema), cursor: cursorSchema });

export const lockTraceShape = {
  samples: z.array(
    z.object({
      atMs: instantSchema,
      ttlMs: z.number(),
      renewed: z.boolean(),
      sign: z.nullable(z.enum(["progress", "log", "data"])),
    }),
  ),
  watchedSinceAtMs: z.nullable(instantSchema),
};

export const jobHistorySchema = z.object({
  ...lockTraceShape,
  events: z.array(z.object({ atMs: instantSchema, event: z.string(), from: z.nullable(z.string()) })),
  /** Incidents whose culprit this job was, newest first. */
  incidents: z.array(incidentSchema),
});

export const readySchema = z.object({ ready: z.boolean() });

export type HeldLimit = z.infer<typeof heldLimitSchema>;
export type LimitsPage = z.infer<typeof limitsSchema>;
export type ActivityEntry = z.infer<typeof activityEntrySchema>;
export type Activity = z.infer<typeof activitySchema>;
export type Incident = z.infer<typeof incidentSchema>;
export type IncidentsPage = z.infer<typeof incidentsPageSchema>;
export type JobHistory = z.infer<typeof jobHistorySchema>;

import { z } from "zod";

import { scopes } from "@/lib/core/flow-view";
import { queueStates } from "@/lib/core/job-state";
import { limits } from "@/lib/core/limits";
import { resultKinds } from "@/lib/core/operation";
import { verdicts } from "@/lib/core/verdict";

import { activityKinds } from "./activity-kinds";
import { flowListStates } from "./flow-list-states";

const cursor = z.string().min(1).max(2_000).optional();
/** A number above the most is not an error: the page is as large as pages get. */
const limit = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .transform((text) => Math.min(Number(text), limits.pageMax))
  .default(limits.pageDefault);

/** The id of a job whose id can't be a path segment: `/_?job=<id>`. */
const job = z.string().max(limits.idBytesMax).optional();

export const emptyQuerySchema = z.object({});
export const jobQuerySchema = z.object({ job });
/** `stored`: without a look into the queue's event stream. */
export const historyQuerySchema = z.object({ job, events: z.enum(["stored"]).optional() });
export const cursorQuerySchema = z.object({ cursor, limit });
const instant = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
  .optional();

/** Entries that match every part. `job`: an id. `who`: an operator or an address, whole. `q`: part of a job's id or queue, of who asked or of the reason. */
export const activityQuerySchema = z.object({
  what: z.enum(activityKinds).optional(),
  result: z.enum(resultKinds).optional(),
  queue: z.string().min(1).max(2_000).optional(),
  job,
  who: z.string().min(1).max(500).optional(),
  operation: z.string().min(1).max(200).optional(),
  q: z.string().max(500).optional(),
  sinceAtMs: instant,
  untilAtMs: instant,
  cursor,
  limit,
});

export const operationQuerySchema = z.object({ result: z.enum(resultKinds).optional(), cursor, limit });
export const jobPageQuerySchema = z.object({ job, cursor, limit });
export const queueJobsQuerySchema = z.object({ state: z.enum(queueStates), cursor, limit });
export const childrenQuerySchema = z.object({
  job,
  state: z.enum(queueStates).optional(),
  cursor,
  limit,
});
export const locksQuerySchema = z.object({ verdict: z.enum(verdicts).optional(), cursor, limit });

/** `flow`: of this root only, `<queue>/<id>`, both percent-encoded (and the whole once more, as in any query). */
export const snapshotsQuerySchema = z.object({
  flow: z
    .string()
    .max(3 * (2_000 + limits.idBytesMax))
    .optional(),
  cursor,
  limit,
});

/** Without a state: open ones, then closed ones. */
export const incidentsQuerySchema = z.object({ state: z.enum(["open", "closed"]).optional(), cursor, limit });

export const flowsQuerySchema = z.object({
  state: z.enum(flowListStates).default("all"),
  queue: z.string().min(1).max(2_000).optional(),
  q: z.string().max(500).optional(),
  cursor,
  limit,
});

export const findQuerySchema = z.object({ job, q: z.string().max(500), cursor, limit });

export const flowQuerySchema = z.object({
  job,
  scope: z.enum(scopes).optional(),
  /** Group ids, separated by commas. */
  open: z
    .string()
    .max(20_000)
    .transform((text) => text.split(",").filter((id) => id !== ""))
    .optional(),
});

export type ActivityQuery = z.infer<typeof activityQuerySchema>;
export type FlowsQuery = z.infer<typeof flowsQuerySchema>;
export type FindQuery = z.infer<typeof findQuerySchema>;
export type FlowQuery = z.infer<typeof flowQuerySchema>;
export type IncidentsQuery = z.infer<typeof incidentsQuerySchema>;
export type OperationQuery = z.infer<typeof operationQuerySchema>;
export type SnapshotsQuery = z.infer<typeof snapshotsQuerySchema>;
export type PageQuery = z.infer<typeof cursorQuerySchema>;

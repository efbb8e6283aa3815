import { z } from "zod";

import { limits } from "@/lib/core/limits";
import { liveTopics } from "@/lib/core/live-view";
import { scopes } from "@/lib/core/flow-view";

import { apiErrors } from "./api-error";
import type { ApiErrorCode } from "./api-error";
import { flowViewSchema, triageSchema } from "./flow-schemas";
import { instantSchema, locksPageSchema } from "./job-schemas";

/** A queue and an id, each percent-encoded, with a slash between them. */
const jobText = z.string().max(3 * (2_000 + limits.idBytesMax));
const commaList = (text: string) => text.split(",").filter((part) => part !== "");

export const streamQuerySchema = z.object({
  /** A job of the flow to follow: `<queue>/<id>`, both percent-encoded (and the whole once more, as in any query). */
  flow: jobText.optional(),
  scope: z.enum(scopes).optional(),
  /** Group ids, separated by commas. */
  open: z.string().max(20_000).transform(commaList).optional(),
  /** What to tell of, separated by commas; by default all, `flow` where one is named. */
  topics: z
    .string()
    .max(100)
    .transform(commaList)
    .pipe(z.array(z.enum(liveTopics)))
    .optional(),
  /** As the header `Last-Event-ID`, for a client that can't set it. */
  lastEventId: z.string().max(100).optional(),
});

const places = z.array(z.number().int());
const rowsPatchSchema = z.object({
  order: z.array(z.union([z.number().int(), z.tuple([z.json()])])).nullable(),
  changed: z.array(z.object({ at: places, set: z.record(z.string(), z.array(z.json())) })),
});

/** Changes since the event of the same name whose number is `after`; see `applyPatch`. */
const patchSchema = z.object({
  kind: z.literal("patch"),
  after: z.number().int(),
  patch: z.object({ set: z.record(z.string(), z.json()), rows: z.record(z.string(), rowsPatchSchema) }),
});

const codes = Object.keys(apiErrors) as [ApiErrorCode, ...ApiErrorCode[]];

/** It can't be read now. What was told before stands until a later event; the stream stays open. */
const failureSchema = z.object({ kind: z.literal("failure"), code: z.enum(codes), message: z.string() });

const eventOf = <View extends z.ZodType>(view: View) =>
  z.discriminatedUnion("kind", [z.object({ kind: z.literal("snapshot"), view }), patchSchema, failureSchema]);

export const heartbeatSchema = z.object({
  status: z.enum(["up", "down", "loading", "denied"]),
  /** Since when Redis is away, on Flowlock's clock; `null` while it is up. */
  sinceAtMs: z.number().nullable(),
  /** When Redis last said whether anything changed; what was told before then still holds. */
  readAtMs: instantSchema.nullable(),
  /** Grows whenever something happened in a known queue: what is not told here may have changed too. */
  revision: z.number().int(),
});

/** The data of each event, by its name. Its id is `<server>-<number>`. */
export const streamEventSchemas = {
  triage: eventOf(triageSchema),
  flow: eventOf(flowViewSchema),
  locks: eventOf(locksPageSchema),
  heartbeat: heartbeatSchema,
} as const;

export const streamSchema = z.object(streamEventSchemas);

export type Heartbeat = z.infer<typeof heartbeatSchema>;
export type StreamQuery = z.infer<typeof streamQuerySchema>;
export type StreamFailure = z.infer<typeof failureSchema>;

import * as z from "zod/mini";

import { apiErrors } from "./api-error";
import type { ApiErrorCode } from "./api-error";
import { flowViewSchema, triageSchema } from "./flow-schemas";
import { instantSchema, locksPageSchema } from "./job-schemas";

const places = z.array(z.int());
const rowsPatchSchema = z.object({
  order: z.nullable(z.array(z.union([z.int(), z.tuple([z.json()])]))),
  changed: z.array(z.object({ at: places, set: z.record(z.string(), z.array(z.json())) })),
});

/** Changes since the event of the same name whose number is `after`; see `applyPatch`. */
const patchSchema = z.object({
  kind: z.literal("patch"),
  after: z.int(),
  patch: z.object({ set: z.record(z.string(), z.json()), rows: z.record(z.string(), rowsPatchSchema) }),
});

const codes = Object.keys(apiErrors) as [ApiErrorCode, ...ApiErrorCode[]];

/** It can't be read now. What was told before stands until a later event; the stream stays open. */
const failureSchema = z.object({ kind: z.literal("failure"), code: z.enum(codes), message: z.string() });

const eventOf = <View extends z.core.SomeType>(view: View) =>
  z.discriminatedUnion("kind", [z.object({ kind: z.literal("snapshot"), view }), patchSchema, failureSchema]);

export const heartbeatSchema = z.object({
  status: z.enum(["up", "down", "loading", "denied"]),
  /** Since when Redis is away, on Flowlock's clock; `null` while it is up. */
  sinceAtMs: z.nullable(z.number()),
  /** When Redis last said whether anything changed; what was told before then still holds. */
  readAtMs: z.nullable(instantSchema),
  /** Grows whenever something happened in a known queue: what is not told here may have changed too. */
  revision: z.int(),
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
export type StreamFailure = z.infer<typeof failureSchema>;

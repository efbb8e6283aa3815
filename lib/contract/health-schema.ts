import * as z from "zod/mini";

import { redisWarningCodes } from "@/lib/core/doctor/redis-warning";

import { instantSchema } from "./job-schemas";

/** Why Redis does not answer, or what is the matter with one that does. */
const warningCodes = [
  "connection",
  "timeout",
  "loading",
  "busy",
  "authentication",
  "no-permission",
  ...redisWarningCodes,
] as const;

export const healthSchema = z.object({
  status: z.enum(["ok", "degraded"]),
  version: z.string(),
  writable: z.boolean(),
  environment: z.nullable(z.enum(["production", "staging", "development"])),
  connections: z.array(
    z.object({
      id: z.string(),
      status: z.enum(["up", "down", "loading", "denied"]),
      reader: z.nullable(z.enum(["script", "pipeline"])),
      latencyMs: z.nullable(z.number()),
      redisVersion: z.nullable(z.string()),
      cluster: z.boolean(),
      /** Where Flowlock's own records are. `memorySinceAtMs`: they are in memory only, since then. */
      records: z.object({
        store: z.enum(["memory", "redis"]),
        state: z.enum(["up", "away", "denied"]),
        memorySinceAtMs: z.nullable(instantSchema),
      }),
      /** How the webhook takes alerts; `null` where none is configured. */
      alerts: z.nullable(
        z.object({
          pending: z.int(),
          lastDeliveredAtMs: z.nullable(instantSchema),
          lastFailure: z.nullable(z.object({ atMs: instantSchema, reason: z.string() })),
        }),
      ),
      warnings: z.array(z.object({ code: z.enum(warningCodes), text: z.string() })),
    }),
  ),
});

export type Health = z.infer<typeof healthSchema>;

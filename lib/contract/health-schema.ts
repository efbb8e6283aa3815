import { z } from "zod";

import { redisWarningCodes } from "@/lib/core/doctor/redis-warning";

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
  environment: z.enum(["production", "staging", "development"]).nullable(),
  connections: z.array(
    z.object({
      id: z.string(),
      status: z.enum(["up", "down", "loading", "denied"]),
      reader: z.enum(["script", "pipeline"]).nullable(),
      latencyMs: z.number().nullable(),
      redisVersion: z.string().nullable(),
      cluster: z.boolean(),
      warnings: z.array(z.object({ code: z.enum(warningCodes), text: z.string() })),
    }),
  ),
});

export type Health = z.infer<typeof healthSchema>;

import * as z from "zod/mini";

import { instantSchema } from "./job-schemas";
import { incidentSchema } from "./record-schemas";

/**
 * What the webhook is sent. `text` and `content` say it in one paragraph, for Slack and Mattermost, and for Discord;
 * `allowed_mentions` keeps Discord from calling anybody that a job's name mentions.
 */
export const alertSchema = z.object({
  version: z.literal(1),
  /** The same when a delivery is repeated: a receiver that has seen it may drop it. */
  id: z.string(),
  event: z.enum(["incident-opened", "incident-closed", "test"]),
  atMs: instantSchema,
  connection: z.string(),
  environment: z.nullable(z.enum(["production", "staging", "development"])),
  incident: z.nullable(incidentSchema),
  text: z.string(),
  content: z.string(),
  allowed_mentions: z.object({ parse: z.array(z.string()) }),
});

/** How the webhook took the test. `reason` is a status such as `HTTP 500`, or why nothing was answered. */
export const alertTestSchema = z.object({ delivered: z.boolean(), reason: z.nullable(z.string()) });

export type Alert = z.infer<typeof alertSchema>;

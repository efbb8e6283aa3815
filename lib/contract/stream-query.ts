import { z } from "zod";

import { scopes } from "@/lib/core/flow-view";
import { limits } from "@/lib/core/limits";
import { liveTopics } from "@/lib/core/live-view";

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

export type StreamQuery = z.infer<typeof streamQuerySchema>;

import type { z } from "zod";
import type { ZodMiniType } from "zod/mini";

/** One call of the HTTP API. */
export type Endpoint = {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** With `{conn}`, `{queue}` and `{job}` where it has them. */
  readonly path: string;
  readonly summary: string;
  readonly query: z.ZodObject;
  readonly body: z.ZodType | null;
  readonly answer: ZodMiniType;
  /** What is answered when it isn't JSON. Of events, which stay open, `answer` has the data of each by its name. */
  readonly answerType?: "text/event-stream" | "text/plain";
};

/** What the paths below one connection begin with. */
export const conn = "/api/c/{conn}";
export const noBody = { body: null } as const;

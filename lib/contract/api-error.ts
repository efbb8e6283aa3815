import * as z from "zod/mini";

/** Every expected failure of the API: its HTTP status and its one plain sentence, shared by server and screen. */
export const apiErrors = {
  "invalid-request": { status: 400, message: "The request is not valid. See details for the field." },
  unauthorized: { status: 401, message: "Sign in first." },
  forbidden: { status: 403, message: "This request is not allowed." },
  "read-only": { status: 403, message: "Flowlock is read-only here. Start it with FLOWLOCK_WRITE=1 to allow actions." },
  "connection-not-found": { status: 404, message: "There is no connection of this name." },
  "queue-not-found": { status: 404, message: "This queue is not in Redis." },
  "job-not-found": {
    status: 404,
    message: "This job is not in Redis. It may have been removed after it finished.",
  },
  "flow-not-found": {
    status: 404,
    message: "This flow is not in Redis. It may have been removed after it finished.",
  },
  "operation-not-found": { status: 404, message: "There is no operation of this id." },
  "snapshot-not-found": {
    status: 404,
    message: "There is no snapshot of this id. Snapshots are kept for 7 days at most.",
  },
  "not-found": { status: 404, message: "There is nothing at this address." },
  "method-not-allowed": { status: 405, message: "This address does not take this method." },
  conflict: { status: 409, message: "Something changed in the meantime. Nothing was done." },
  "too-large": { status: 413, message: "The request is too large." },
  "wrong-host": {
    status: 421,
    message: "This Host name is not served. Add it to FLOWLOCK_ALLOWED_HOSTS to allow it.",
  },
  "rate-limited": { status: 429, message: "Too many requests. Try again shortly." },
  internal: { status: 500, message: "Something went wrong in Flowlock. The server's log has the request id." },
  "redis-unavailable": { status: 503, message: "Redis does not answer. Flowlock keeps trying." },
  "redis-denied": { status: 503, message: "Redis refuses a command to Flowlock's user. See details." },
} as const satisfies Record<string, { status: number; message: string }>;

export type ApiErrorCode = keyof typeof apiErrors;

const codes = Object.keys(apiErrors) as [ApiErrorCode, ...ApiErrorCode[]];

export const apiErrorSchema = z.object({
  error: z.object({ code: z.enum(codes), message: z.string(), details: z.optional(z.json()) }),
  requestId: z.string(),
});

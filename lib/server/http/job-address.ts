import "server-only";

import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { AppError } from "../app-error";

export type RouteParams = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A route's parameter. Next has decoded it already, once. */
export function readParam(params: RouteParams, name: string): string {
  const value = params[name];
  if (typeof value !== "string" || value === "") throw invalid(name, "It is missing.");
  return value;
}

/** The queue's qualified name, `prefix:name`. */
export function readQueueParam(params: RouteParams): string {
  const queue = readParam(params, "queue");
  if (!queue.includes(":")) throw invalid("queue", "A queue is named prefix:name.");
  if (queue.length > 2_000) throw invalid("queue", "The name is too long.");
  return queue;
}

/** The job that a path names: by its last segment, or by `?job=` where the id can't be one (`/_?job=<id>`). */
export function readJobParam(params: RouteParams, queryJob: string | undefined): JobRef {
  const segment = readParam(params, "job");
  const id = segment === "_" && queryJob !== undefined ? queryJob : segment;
  if (Buffer.byteLength(id) > limits.idBytesMax) throw invalid("job", "The id is longer than 4096 bytes.");
  return { queue: readQueueParam(params), id };
}

function invalid(path: string, message: string): AppError {
  return new AppError("invalid-request", [{ path, message }]);
}

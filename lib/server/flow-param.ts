import "server-only";

import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { AppError } from "./app-error";

/** `<queue>/<id>`, each percent-encoded, so that a slash in them stays apart. */
export function parseFlowParam(text: string): JobRef {
  const slash = text.indexOf("/");
  const queue = decode(text.slice(0, Math.max(0, slash)));
  const id = decode(text.slice(slash + 1));
  if (slash < 0 || !queue.includes(":")) throw invalidFlow("It is <queue>/<id>, both percent-encoded.");
  if (queue.length > 2_000 || Buffer.byteLength(id) > limits.idBytesMax) throw invalidFlow("The name is too long.");
  return { queue, id };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) throw invalidFlow("Its percent-encoding is malformed.");
    throw error;
  }
}

export function invalidFlow(message: string): AppError {
  return new AppError("invalid-request", [{ path: "query.flow", message }]);
}

import "server-only";

import type { StreamQuery } from "@/lib/contract/stream-query";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";
import type { LiveTopic } from "@/lib/core/live-view";

import { AppError } from "../app-error";
import { keptConnection } from "../connection";
import type { Connection } from "../connection";
import { getFlowView } from "../get-flow-view";
import { getTriage } from "../get-triage";
import { listLocks } from "../list-locks";
import type { TopicSpec } from "./stream-topic";

/** A stream of what the query asks for, as a response that stays open. */
export function openStream(connection: Connection, query: StreamQuery, { method, headers, signal }: Request): Response {
  const specs = specsOf(keptConnection(connection), query);
  const lastEventId = query.lastEventId ?? headers.get("last-event-id");
  const body = method === "HEAD" ? null : connection.stream.connect({ specs, lastEventId, signal });
  return new Response(body, {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      // Proxies such as nginx would hold events back.
      "x-accel-buffering": "no",
    },
  });
}

function specsOf(connection: Connection, { flow, topics, scope, open = [] }: StreamQuery): readonly TopicSpec[] {
  const job = flow === undefined ? null : parseFlow(flow);
  const wanted = new Set<LiveTopic>(topics ?? ["triage", "locks", ...(job === null ? [] : (["flow"] as const))]);
  if (wanted.has("flow") && job === null) throw invalidFlow("Name the flow: flow=<queue>/<id>.");
  return [...wanted].map((name): TopicSpec => {
    if (name === "triage") return { name, key: name, read: () => getTriage(connection) };
    if (name === "locks") return { name, key: name, read: () => listLocks(connection, { limit: limits.pageMax }) };
    const asked = job ?? { queue: "", id: "" };
    const key = `flow ${JSON.stringify([asked.queue, asked.id, scope, open])}`;
    return { name, key, read: () => getFlowView(connection, asked, { scope, open: [...open] }) };
  });
}

/** `<queue>/<id>`, each percent-encoded, so that a slash in them stays apart. */
function parseFlow(text: string): JobRef {
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

function invalidFlow(message: string): AppError {
  return new AppError("invalid-request", [{ path: "query.flow", message }]);
}

import "server-only";

import type { StreamQuery } from "@/lib/contract/stream-query";
import { limits } from "@/lib/core/limits";
import type { LiveTopic } from "@/lib/core/live-view";

import { keptConnection } from "../connection";
import type { Connection } from "../connection";
import { invalidFlow, parseFlowParam } from "../flow-param";
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
  const job = flow === undefined ? null : parseFlowParam(flow);
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

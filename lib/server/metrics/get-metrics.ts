import "server-only";

import type { Runtime } from "../deps";

/** What was read last, as Prometheus scrapes it. Redis is not asked: an answer comes at once also while it is away. */
export async function getMetrics({
  connections,
  metrics,
}: Pick<Runtime, "connections" | "metrics">): Promise<Response> {
  const text = await metrics.render([...connections.values()].map((connection) => connection.readWatch()));
  return new Response(text, {
    headers: {
      "content-type": metrics.contentType,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}

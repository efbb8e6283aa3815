import type { Query, QueryClient } from "@tanstack/react-query";

import type { LiveTopic } from "@/lib/core/live-view";

import { liveMetaOf } from "./live-meta";
import { connKey } from "./queries";

export type StreamWishes = {
  /** The parameters of the stream that brings them. */
  readonly params: { readonly [name: string]: string | undefined };
  /** The query that each topic feeds. */
  readonly queries: ReadonlyMap<LiveTopic, Query>;
};

/** What the queries on screen would have the stream bring. Of several flows, the one shown last. */
export function readWishes(queryClient: QueryClient, conn: string): StreamWishes {
  const queries = new Map<LiveTopic, Query>();
  let params: StreamWishes["params"] = {};
  for (const query of queryClient.getQueryCache().findAll({ queryKey: connKey(conn), type: "active" })) {
    const live = liveMetaOf(query);
    if (live === null || live.topic === null) continue;
    queries.set(live.topic, query);
    params = { ...params, ...live.params };
  }
  return { params: { topics: [...queries.keys()].toSorted().join(","), ...params }, queries };
}

/** Queries that follow what happens, but that the stream does not bring. */
export function readUnfed(queryClient: QueryClient, conn: string, fed: StreamWishes["queries"]): readonly Query[] {
  const hashes = new Set([...fed.values()].map(({ queryHash }) => queryHash));
  return queryClient
    .getQueryCache()
    .findAll({ queryKey: connKey(conn), type: "active" })
    .filter((query) => liveMetaOf(query) !== null && !hashes.has(query.queryHash));
}

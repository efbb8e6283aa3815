import type { Query } from "@tanstack/react-query";

import type { LiveTopic } from "@/lib/core/live-view";

/** What a query says of itself to the live stream. */
export type LiveMeta = {
  /** It shows what is in Redis now: asked again when something happened there. */
  readonly follows: true;
  /** The topic of the stream that brings the same answer, with the parameters that name it. */
  readonly topic: LiveTopic | null;
  readonly params: { readonly [name: string]: string | undefined };
};

/** `meta` of a query that follows what happens. */
export const followsMeta = (topic: LiveTopic | null = null, params: LiveMeta["params"] = {}) => ({
  live: { follows: true, topic, params } satisfies LiveMeta,
});

export function liveMetaOf(query: Pick<Query, "meta">): LiveMeta | null {
  const live = query.meta?.["live"];
  // safe because only `followsMeta` writes this field
  return live === undefined ? null : (live as LiveMeta);
}

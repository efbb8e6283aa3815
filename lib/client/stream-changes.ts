import type { Query, QueryClient } from "@tanstack/react-query";

import type { Triage } from "@/lib/contract/flow-schemas";
import type { LocksPage } from "@/lib/contract/job-schemas";
import type { FlowView } from "@/lib/core/flow-view";
import type { LiveTopic } from "@/lib/core/live-view";
import { listChanges } from "@/lib/core/view-changes";
import type { ViewChange } from "@/lib/core/view-changes";

import type { StreamDocs } from "./stream-docs";
import type { StreamWishes } from "./stream-wishes";

/** Changes between what is on screen and what the stream has brought since. */
export function countWaiting(docs: StreamDocs, queries: StreamWishes["queries"]): number {
  return listAll([...queries].map(([topic, query]) => [topic, query.state.data, docs.view(topic)])).length;
}

/** What is on screen of each topic, to be compared later. */
export function keepShown(
  queries: StreamWishes["queries"],
): readonly (readonly [LiveTopic, Query["queryKey"], unknown])[] {
  return [...queries].map(([topic, { queryKey, state }]) => [topic, queryKey, state.data]);
}

/** Changes between what was on screen then and is now. */
export function changesSince(queryClient: QueryClient, kept: ReturnType<typeof keepShown>): readonly ViewChange[] {
  return listAll(kept.map(([topic, queryKey, before]) => [topic, before, queryClient.getQueryData(queryKey)]));
}

/** A job that changed in two views, such as triage and its flow, changed once. */
function listAll(
  views: readonly (readonly [topic: LiveTopic, before: unknown, after: unknown])[],
): readonly ViewChange[] {
  const changes = new Map<string, ViewChange>();
  for (const [topic, before, after] of views) {
    if (before === undefined || before === null || after === undefined || after === null) continue;
    for (const change of listOf(topic, before, after)) {
      const key = JSON.stringify([change.job.queue, change.job.id]);
      if (topic === "flow" || !changes.has(key)) changes.set(key, change);
    }
  }
  return [...changes.values()];
}

// safe because the cache holds of each topic's query only answers that its schema has parsed
function listOf(topic: LiveTopic, before: unknown, after: unknown): readonly ViewChange[] {
  switch (topic) {
    case "triage":
      return listChanges(topic, before as Triage, after as Triage);
    case "flow":
      return listChanges(topic, before as FlowView, after as FlowView);
    case "locks":
      return listChanges(topic, before as LocksPage, after as LocksPage);
  }
}

import type { QueryClient } from "@tanstack/react-query";

import type { SnapshotAnswer } from "@/lib/contract/snapshot-schemas";

import { healthKey } from "./health-cache";
import { jobHistoryQuery } from "./queries";
import { createQueryClient } from "./query-client";

/**
 * A cache that holds what a snapshot kept and asks nobody for anything: the parts of the flow page, which ask for the
 * rest by themselves, get nothing there, now or later.
 */
export function createFrozenClient(conn: string, { traces }: SnapshotAnswer, health: unknown): QueryClient {
  const client = createQueryClient();
  const asAsked = client.defaultQueryOptions.bind(client);
  client.defaultQueryOptions = (options) => ({ ...asAsked(options), enabled: false, refetchInterval: false });
  if (health !== undefined) client.setQueryData(healthKey, health);
  for (const { job, samples, watchedSinceAtMs } of traces)
    client.setQueryData(jobHistoryQuery(conn, job).queryKey, { samples, watchedSinceAtMs, events: [], incidents: [] });
  return client;
}

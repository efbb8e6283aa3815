import { dehydrate, HydrationBoundary } from "@tanstack/react-query";
import type { QueryClient, QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { PageReady } from "@/components/page/page-ready";
import { createQueryClient } from "@/lib/client/query-client";

/** One read of a page, under the key that the browser asks for it by. */
export type PageRead = {
  readonly options: { readonly queryKey: QueryKey; readonly initialPageParam?: unknown };
  readonly read: () => Promise<unknown>;
};

/** A slow Redis must not hold the page back: what is not there by then the browser asks for itself. */
const patienceMs = 400;

/**
 * Hands the browser what its page would ask for first. A read that fails or is late is left to the browser, whose page
 * says what is wrong.
 */
export async function Prefetched({
  reads,
  children,
}: {
  readonly reads: readonly PageRead[];
  readonly children: ReactNode;
}): Promise<ReactNode> {
  const queryClient = createQueryClient();
  await withinPatience(Promise.all(reads.map((read) => prefetch(queryClient, read))));
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      {children}
      <PageReady />
    </HydrationBoundary>
  );
}

function prefetch(queryClient: QueryClient, { options, read }: PageRead): Promise<void> {
  const query = { queryKey: options.queryKey, queryFn: read, retry: false };
  if (!("initialPageParam" in options)) return queryClient.prefetchQuery(query);
  return queryClient.prefetchInfiniteQuery({ ...query, initialPageParam: options.initialPageParam });
}

async function withinPatience(work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((done) => {
    timer = setTimeout(done, patienceMs);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
}

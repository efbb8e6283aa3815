import { Suspense } from "react";

import { Prefetched } from "@/app/prefetched";
import { FlowsPage } from "@/components/flows/flows-page";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { toFlowFilter } from "@/lib/client/flow-filter";
import type { FlowFilter } from "@/lib/client/flow-filter";
import { decodePageParam } from "@/lib/client/links";
import { flowsQuery } from "@/lib/client/queries";
import { limits } from "@/lib/core/limits";
import { connectionOf } from "@/lib/server/deps";
import { listFlows } from "@/lib/server/list-flows";

/** All flows, newest first. */
export default function Page({ params, searchParams }: PageProps<"/c/[conn]/flows">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading the flows" />}>
      {Promise.all([params, searchParams]).then(([{ conn }, query]) => (
        <Flows conn={decodePageParam(conn)} filter={toFlowFilter((name) => textOf(query[name]))} />
      ))}
    </Suspense>
  );
}

function Flows({ conn, filter }: { readonly conn: string; readonly filter: FlowFilter }) {
  const { state, queue, q } = filter;
  const wanted = { state, queue: queue ?? undefined, q: q ?? undefined, limit: limits.pageDefault };
  return (
    <Prefetched
      reads={[{ options: flowsQuery(conn, filter), read: async () => listFlows(connectionOf(conn), wanted) }]}
    >
      <FlowsPage conn={conn} />
    </Prefetched>
  );
}

function textOf(value: string | readonly string[] | undefined): string | null {
  return typeof value === "string" ? value : null;
}

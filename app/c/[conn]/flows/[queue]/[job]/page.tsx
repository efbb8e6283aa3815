import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Suspense } from "react";

import { FlowPage } from "@/components/flow/flow-page";
import { FlowSkeleton } from "@/components/flow/flow-skeleton";
import { PageReady } from "@/components/page/page-ready";
import { decodePageParam, readJobParam } from "@/lib/client/links";

/** A flow's page. The address names its root; any other job of the flow leads there. */
export default function Page({ params, searchParams }: PageProps<"/c/[conn]/flows/[queue]/[job]">) {
  return (
    <Suspense fallback={<FlowSkeleton />}>
      {Promise.all([params, searchParams]).then(([{ conn, queue, job }, query]) => (
        <NuqsAdapter>
          <FlowPage
            conn={decodePageParam(conn)}
            requested={{ queue: decodePageParam(queue), id: readJobParam(job, query["job"]) }}
          />
          <PageReady />
        </NuqsAdapter>
      ))}
    </Suspense>
  );
}

import { Suspense } from "react";

import { FlowPage } from "@/components/flow/flow-page";
import { FlowSkeleton } from "@/components/flow/flow-skeleton";
import { decodePageParam } from "@/lib/client/links";

/** A flow's page. The address names its root; any other job of the flow leads there. */
export default function Page({ params }: PageProps<"/c/[conn]/flows/[queue]/[job]">) {
  return (
    <Suspense fallback={<FlowSkeleton />}>
      {params.then(({ conn, queue, job }) => (
        <FlowPage conn={decodePageParam(conn)} requested={{ queue: decodePageParam(queue), id: decodePageParam(job) }} />
      ))}
    </Suspense>
  );
}

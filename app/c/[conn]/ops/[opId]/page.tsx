import { Suspense } from "react";

import { OperationPage } from "@/components/ops/operation-page";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageReady } from "@/components/page/page-ready";
import { decodePageParam } from "@/lib/client/links";

/** One action on many jobs. */
export default function Page({ params }: PageProps<"/c/[conn]/ops/[opId]">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading the bulk action" />}>
      {params.then(({ conn, opId }) => (
        <>
          <OperationPage conn={decodePageParam(conn)} id={decodePageParam(opId)} />
          <PageReady />
        </>
      ))}
    </Suspense>
  );
}

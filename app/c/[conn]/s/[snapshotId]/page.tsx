import { NuqsAdapter } from "nuqs/adapters/next/app";
import { Suspense } from "react";

import { ListSkeleton } from "@/components/page/list-skeleton";
import { SnapshotPage } from "@/components/snapshot/snapshot-page";
import { PageReady } from "@/components/page/page-ready";
import { decodePageParam } from "@/lib/client/links";

/** A flow as it was at one instant. */
export default function Page({ params }: PageProps<"/c/[conn]/s/[snapshotId]">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading the snapshot" />}>
      {params.then(({ conn, snapshotId }) => (
        <NuqsAdapter>
          <SnapshotPage conn={decodePageParam(conn)} id={decodePageParam(snapshotId)} />
          <PageReady />
        </NuqsAdapter>
      ))}
    </Suspense>
  );
}

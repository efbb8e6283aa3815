import { Suspense } from "react";

import { ListSkeleton } from "@/components/page/list-skeleton";
import { PageReady } from "@/components/page/page-ready";
import { QueuePage } from "@/components/queue/queue-page";
import { decodePageParam } from "@/lib/client/links";

export default function Page({ params }: PageProps<"/c/[conn]/queues/[queue]">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading the queue" />}>
      {params.then(({ conn, queue }) => (
        <>
          <QueuePage conn={decodePageParam(conn)} queue={decodePageParam(queue)} />
          <PageReady />
        </>
      ))}
    </Suspense>
  );
}

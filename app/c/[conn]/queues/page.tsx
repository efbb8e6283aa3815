import { Suspense } from "react";

import { QueuesPage } from "@/components/queues/queues-page";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { decodePageParam } from "@/lib/client/links";

export default function Page({ params }: PageProps<"/c/[conn]/queues">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading" />}>
      {params.then(({ conn }) => (
        <QueuesPage conn={decodePageParam(conn)} />
      ))}
    </Suspense>
  );
}

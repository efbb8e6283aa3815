import { Suspense } from "react";

import { Prefetched } from "@/app/prefetched";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { QueuesPage } from "@/components/queues/queues-page";
import { decodePageParam } from "@/lib/client/links";
import { queuesQuery } from "@/lib/client/queries";
import { connectionOf } from "@/lib/server/deps";
import { listQueues } from "@/lib/server/list-queues";

/** All queues. */
export default function Page({ params }: PageProps<"/c/[conn]/queues">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading" />}>
      {params.then(({ conn }) => (
        <Queues conn={decodePageParam(conn)} />
      ))}
    </Suspense>
  );
}

function Queues({ conn }: { readonly conn: string }) {
  return (
    <Prefetched reads={[{ options: queuesQuery(conn), read: async () => listQueues(connectionOf(conn)) }]}>
      <QueuesPage conn={conn} />
    </Prefetched>
  );
}

import { Suspense } from "react";

import { Prefetched } from "@/app/prefetched";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { WorkersPage } from "@/components/workers/workers-page";
import { decodePageParam } from "@/lib/client/links";
import { workersQuery } from "@/lib/client/queries";
import { connectionOf } from "@/lib/server/deps";
import { listWorkers } from "@/lib/server/list-workers";

/** All workers. */
export default function Page({ params }: PageProps<"/c/[conn]/workers">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading" />}>
      {params.then(({ conn }) => (
        <Workers conn={decodePageParam(conn)} />
      ))}
    </Suspense>
  );
}

function Workers({ conn }: { readonly conn: string }) {
  return (
    <Prefetched reads={[{ options: workersQuery(conn), read: async () => listWorkers(connectionOf(conn)) }]}>
      <WorkersPage conn={conn} />
    </Prefetched>
  );
}

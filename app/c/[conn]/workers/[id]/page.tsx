import { Suspense } from "react";

import { Prefetched } from "@/app/prefetched";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { WorkerPage } from "@/components/worker/worker-page";
import { decodePageParam } from "@/lib/client/links";
import { workerQuery } from "@/lib/client/queries";
import { connectionOf } from "@/lib/server/deps";
import { getWorker } from "@/lib/server/get-worker";

/** One worker. */
export default function Page({ params }: PageProps<"/c/[conn]/workers/[id]">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading the worker" />}>
      {params.then(({ conn, id }) => (
        <Worker conn={decodePageParam(conn)} id={decodePageParam(id)} />
      ))}
    </Suspense>
  );
}

function Worker({ conn, id }: { readonly conn: string; readonly id: string }) {
  return (
    <Prefetched reads={[{ options: workerQuery(conn, id), read: async () => getWorker(connectionOf(conn), id) }]}>
      <WorkerPage conn={conn} id={id} />
    </Prefetched>
  );
}

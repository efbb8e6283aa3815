import { Suspense } from "react";

import { Prefetched } from "@/app/prefetched";
import { LocksPage } from "@/components/locks/locks-page";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { decodePageParam } from "@/lib/client/links";
import { locksQuery } from "@/lib/client/queries";
import { limits } from "@/lib/core/limits";
import { connectionOf } from "@/lib/server/deps";
import { listLocks } from "@/lib/server/list-locks";

/** All held locks. */
export default function Page({ params }: PageProps<"/c/[conn]/locks">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading" />}>
      {params.then(({ conn }) => (
        <Locks conn={decodePageParam(conn)} />
      ))}
    </Suspense>
  );
}

function Locks({ conn }: { readonly conn: string }) {
  const wanted = { limit: limits.pageMax };
  return (
    <Prefetched reads={[{ options: locksQuery(conn), read: async () => listLocks(connectionOf(conn), wanted) }]}>
      <LocksPage conn={conn} />
    </Prefetched>
  );
}

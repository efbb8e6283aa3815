import { Suspense } from "react";

import { Prefetched } from "@/app/prefetched";
import { TriagePage } from "@/components/triage/triage-page";
import { TriageSkeleton } from "@/components/triage/triage-skeleton";
import { decodePageParam } from "@/lib/client/links";
import { triageQuery } from "@/lib/client/queries";
import { connectionOf } from "@/lib/server/deps";
import { getTriage } from "@/lib/server/get-triage";

/** What blocks flows now, worst first. */
export default function Page({ params }: PageProps<"/c/[conn]">) {
  return (
    <Suspense fallback={<TriageSkeleton />}>
      {params.then(({ conn }) => (
        <Triage conn={decodePageParam(conn)} />
      ))}
    </Suspense>
  );
}

function Triage({ conn }: { readonly conn: string }) {
  return (
    <Prefetched reads={[{ options: triageQuery(conn), read: async () => getTriage(connectionOf(conn)) }]}>
      <TriagePage conn={conn} />
    </Prefetched>
  );
}

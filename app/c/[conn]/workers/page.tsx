import { Suspense } from "react";

import { WorkersPage } from "@/components/workers/workers-page";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { decodePageParam } from "@/lib/client/links";

export default function Page({ params }: PageProps<"/c/[conn]/workers">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading" />}>
      {params.then(({ conn }) => (
        <WorkersPage conn={decodePageParam(conn)} />
      ))}
    </Suspense>
  );
}

import { Suspense } from "react";

import { FlowsPage } from "@/components/flows/flows-page";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { decodePageParam } from "@/lib/client/links";

export default function Page({ params }: PageProps<"/c/[conn]/flows">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading the flows" />}>
      {params.then(({ conn }) => (
        <FlowsPage conn={decodePageParam(conn)} />
      ))}
    </Suspense>
  );
}

import { Suspense } from "react";

import { ActivityPage } from "@/components/activity/activity-page";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { decodePageParam } from "@/lib/client/links";

export default function Page({ params }: PageProps<"/c/[conn]/activity">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading" />}>
      {params.then(({ conn }) => (
        <ActivityPage conn={decodePageParam(conn)} />
      ))}
    </Suspense>
  );
}

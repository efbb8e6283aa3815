import { Suspense } from "react";

import { Prefetched } from "@/app/prefetched";
import { ActivityPage } from "@/components/activity/activity-page";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { decodePageParam } from "@/lib/client/links";
import { activityQuery } from "@/lib/client/queries";
import { limits } from "@/lib/core/limits";
import { connectionOf } from "@/lib/server/deps";
import { listActivity } from "@/lib/server/list-activity";

/** What was done here. */
export default function Page({ params }: PageProps<"/c/[conn]/activity">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading" />}>
      {params.then(({ conn }) => (
        <Activity conn={decodePageParam(conn)} />
      ))}
    </Suspense>
  );
}

function Activity({ conn }: { readonly conn: string }) {
  const wanted = { limit: limits.pageDefault };
  return (
    <Prefetched reads={[{ options: activityQuery(conn), read: async () => listActivity(connectionOf(conn), wanted) }]}>
      <ActivityPage conn={conn} />
    </Prefetched>
  );
}

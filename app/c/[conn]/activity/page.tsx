import { Suspense } from "react";

import { Prefetched } from "@/app/prefetched";
import { ActivityPage } from "@/components/activity/activity-page";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { activityParams, toActivityFilter } from "@/lib/client/activity-filter";
import type { ActivityFilter } from "@/lib/client/activity-filter";
import { decodePageParam } from "@/lib/client/links";
import { activityQuery } from "@/lib/client/queries";
import { limits } from "@/lib/core/limits";
import { connectionOf } from "@/lib/server/deps";
import { listActivity } from "@/lib/server/list-activity";

/** What was done here. */
export default function Page({ params, searchParams }: PageProps<"/c/[conn]/activity">) {
  return (
    <Suspense fallback={<ListSkeleton label="Loading" />}>
      {Promise.all([params, searchParams]).then(([{ conn }, query]) => (
        <Activity conn={decodePageParam(conn)} filter={toActivityFilter((name) => textOf(query[name]))} />
      ))}
    </Suspense>
  );
}

function Activity({ conn, filter }: { readonly conn: string; readonly filter: ActivityFilter }) {
  const read = async () => {
    const connection = connectionOf(conn);
    return listActivity(connection, { ...activityParams(filter, connection.now()), limit: limits.pageDefault });
  };
  return (
    <Prefetched reads={[{ options: activityQuery(conn, filter), read }]}>
      <ActivityPage conn={conn} />
    </Prefetched>
  );
}

function textOf(value: string | readonly string[] | undefined): string | null {
  return typeof value === "string" ? value : null;
}

import type { QueryClient } from "@tanstack/react-query";

import type { Health } from "@/lib/contract/health-schema";

export const healthKey = ["health"] as const;

/** What the page last heard from `/api/health` about a connection, `null` before the first answer. */
export function shownStatusOf(queryClient: QueryClient, conn: string): Health["connections"][number]["status"] | null {
  const health = queryClient.getQueryData<Health>(healthKey);
  return health?.connections.find(({ id }) => id === conn)?.status ?? null;
}

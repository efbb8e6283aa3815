"use client";

import { useUrlFilter } from "@/components/page/use-url-filter";
import type { UrlChange } from "@/components/page/use-url-filter";
import { noActivityFilter, toActivityFilter } from "@/lib/client/activity-filter";
import type { ActivityFilter } from "@/lib/client/activity-filter";

/** Which actions the list shows, kept in the address so that a link restores it. */
export function useActivityFilter(): {
  readonly filter: ActivityFilter;
  readonly isSet: boolean;
  readonly change: (change: UrlChange) => void;
  readonly clear: () => void;
} {
  const { params, change } = useUrlFilter();
  const filter = toActivityFilter((name) => params.get(name));
  const isSet = Object.values(filter).some((part) => part !== null);
  return { filter, isSet, change, clear: () => change(noActivityFilter) };
}

"use client";

import { useUrlFilter } from "@/components/page/use-url-filter";
import type { UrlChange } from "@/components/page/use-url-filter";
import { toFlowFilter } from "@/lib/client/flow-filter";
import type { FlowFilter } from "@/lib/client/flow-filter";

/** What the list of flows shows, kept in the address so that a link restores it. */
export function useFlowFilter(): {
  readonly filter: FlowFilter;
  readonly change: (change: UrlChange) => void;
} {
  const { params, change } = useUrlFilter();
  return { filter: toFlowFilter((name) => params.get(name)), change };
}

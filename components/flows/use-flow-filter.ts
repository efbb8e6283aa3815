"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

import { toFlowFilter } from "@/lib/client/flow-filter";
import type { FlowFilter } from "@/lib/client/flow-filter";

type Change = {
  readonly state?: string | null;
  readonly queue?: string | null;
  readonly q?: string | null;
};

/** What the list of flows shows, kept in the address so that a link restores it. */
export function useFlowFilter(): {
  readonly filter: FlowFilter;
  readonly change: (change: Change) => void;
} {
  const params = useSearchParams();
  const pathname = usePathname();
  const change = useCallback(
    (changes: Change) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === "") next.delete(name);
        else next.set(name, value);
      }
      const query = next.toString();
      window.history.replaceState(null, "", query === "" ? pathname : `${pathname}?${query}`);
    },
    [pathname],
  );
  return { filter: toFlowFilter((name) => params.get(name)), change };
}

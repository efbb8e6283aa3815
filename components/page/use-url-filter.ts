"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

export type UrlChange = { readonly [name: string]: string | null };

/** A page's filter in its address, so that a link restores it; an empty value leaves the address. */
export function useUrlFilter(): {
  readonly params: { get(name: string): string | null };
  readonly change: (changes: UrlChange) => void;
} {
  const params = useSearchParams();
  const pathname = usePathname();
  const change = useCallback(
    (changes: UrlChange) => {
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
  return { params, change };
}

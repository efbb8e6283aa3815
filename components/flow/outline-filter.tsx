"use client";

import { useEffect, useRef } from "react";

import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { isKeyForPage } from "@/lib/client/is-key-for-page";

type Props = { readonly query: string; readonly onQuery: (query: string) => void };

/** The filter of the outline; `/` leads here, Esc clears it and goes back to the rows. */
export function OutlineFilter({ query, onQuery }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "/" || !isKeyForPage(event)) return;
      event.preventDefault();
      input.current?.focus();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
  return (
    <span className="relative ml-auto flex min-w-0 items-center">
      <input
        ref={input}
        type="search"
        aria-label="Filter the outline, such as state:failed or name:charge*"
        placeholder="Filter"
        value={query}
        maxLength={200}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          onQuery("");
          input.current?.blur();
        }}
        className="peer h-7 w-28 min-w-0 rounded-ui border border-transparent bg-transparent pr-7 pl-2 placeholder:text-text-muted hover:border-border focus:w-36 focus:border-control max-md:h-11 max-md:w-40"
      />
      <Kbd className="pointer-events-none absolute right-1 peer-focus:hidden">/</Kbd>
    </span>
  );
}

/** Nothing matches the filter. */
export function NoMatch({ total, onClear }: { readonly total: number; readonly onClear: () => void }) {
  return (
    <div className="grid justify-items-start gap-2 p-4" role="status">
      <p>No job matches. {total.toLocaleString("en-US")} without this filter.</p>
      <Button onClick={onClear}>Clear filter</Button>
    </div>
  );
}

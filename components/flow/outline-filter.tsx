"use client";

import { useEffect, useRef } from "react";

import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { countOf } from "@/lib/core/job-label";

import { takeFocusWish } from "./filter-focus";

type Props = {
  readonly query: string;
  readonly onQuery: (query: string) => void;
  /** To the next match, or back to the one before. */
  readonly onJump: (step: 1 | -1) => void;
};

/** The filter of the outline; `/` leads here, Enter from match to match, Esc clears it and goes back to the rows. */
export function OutlineFilter({ query, onQuery, onJump }: Props) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (takeFocusWish()) input.current?.focus();
  }, []);
  return (
    <span className="relative ml-auto flex min-w-0 items-center">
      <input
        ref={input}
        type="search"
        data-flow-filter=""
        spellCheck={false}
        autoComplete="off"
        aria-label="Filter the flow, such as state:failed, name:charge*, age:>10m or data.orderId:9912"
        placeholder="Filter"
        value={query}
        maxLength={200}
        onChange={(event) => onQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") onJump(event.shiftKey ? -1 : 1);
          if (event.key !== "Escape") return;
          onQuery("");
          input.current?.blur();
        }}
        className={`peer h-7 ${query === "" ? "w-28 focus:w-36" : "w-44"} min-w-0 rounded-ui border border-transparent bg-transparent pr-1 pl-2 placeholder:text-text-muted hover:border-border focus:border-control max-md:h-11 max-md:w-44`}
      />
      {query === "" && <Kbd className="pointer-events-none absolute right-1 peer-focus:hidden">/</Kbd>}
    </span>
  );
}

type NoMatchProps = {
  /** Matches that are folded away; `null` while they are looked for. */
  readonly matches: number | null;
  readonly total: number;
  readonly onClear: () => void;
};

/** Nothing on screen matches the filter. */
export function NoMatch({ matches, total, onClear }: NoMatchProps) {
  if (matches === null) return <div aria-busy="true" />;
  return (
    <div className="grid justify-items-start gap-2 p-4" role="status">
      <p>
        {matches === 0
          ? `No job matches. ${total.toLocaleString("en-US")} without this filter.`
          : `Folded away: ${countOf(matches, "match", "matches")}. Enter goes from one to the next.`}
      </p>
      <Button onClick={onClear}>Clear filter</Button>
    </div>
  );
}

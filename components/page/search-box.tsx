"use client";

import { useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";

import { Glyph } from "@/components/ui/glyph";

type SearchBoxProps = {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

const restMs = 200;

/** A filter box; it tells what was typed when the typing rests. `/` leads here, `Esc` empties it. */
export function SearchBox({ label, placeholder, value, onChange }: SearchBoxProps): ReactNode {
  const [typed, setTyped] = useState<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const tell = (text: string, afterMs: number): void => {
    if (timer.current !== null) clearTimeout(timer.current);
    setTyped(text);
    timer.current = setTimeout(() => {
      setTyped(null);
      onChange(text);
    }, afterMs);
  };
  return (
    <label className="flex h-7 w-72 min-w-0 items-center gap-2 rounded-ui border border-control bg-bg px-2 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent max-md:h-11 max-md:w-full">
      <Glyph name="search" className="text-text-muted" />
      <input
        type="search"
        data-filter=""
        aria-label={label}
        placeholder={placeholder}
        value={typed ?? value}
        onChange={(event) => tell(event.currentTarget.value, restMs)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if ((typed ?? value) === "") event.currentTarget.blur();
          else tell("", 0);
        }}
        spellCheck={false}
        autoComplete="off"
        maxLength={500}
        className="min-w-0 flex-1 bg-transparent outline-none placeholder:text-text-muted max-md:text-16 [&::-webkit-search-cancel-button]:hidden"
      />
      <kbd aria-hidden="true" className="mono-code rounded-sm border px-1 leading-4 text-text-muted max-md:hidden">
        /
      </kbd>
    </label>
  );
}

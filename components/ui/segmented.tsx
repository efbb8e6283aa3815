"use client";

import { useId } from "react";
import type { ReactNode } from "react";

type Segment<Id extends string> = {
  readonly id: Id;
  readonly label: ReactNode;
  readonly count?: number | undefined;
  readonly disabled?: boolean;
};

type SegmentedProps<Id extends string> = {
  readonly label: string;
  readonly segments: readonly Segment<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
};

/** One of a few, 28 px high (44 on phones): radio buttons of the browser, so that the arrow keys work by themselves. */
export function Segmented<Id extends string>({ label, segments, value, onChange }: SegmentedProps<Id>): ReactNode {
  const name = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className="inline-flex h-7 max-w-full flex-none overflow-x-auto rounded-ui bg-neutral-tint p-0.5 [scrollbar-width:none] max-md:h-11"
    >
      {segments.map(({ id, label: text, count, disabled = false }) => (
        <label
          key={id}
          className="relative flex h-full cursor-pointer items-center gap-1.5 rounded-sm px-2 font-medium whitespace-nowrap text-text-muted -outline-offset-2 outline-accent hover:text-text has-checked:bg-bg has-checked:text-text has-checked:shadow-[0_0_0_1px_var(--border)] has-disabled:cursor-not-allowed has-disabled:opacity-50 has-focus-visible:outline-2 forced-colors:has-checked:underline"
        >
          <input
            type="radio"
            name={name}
            checked={id === value}
            disabled={disabled}
            onChange={() => onChange(id)}
            className="absolute inset-0 cursor-[inherit] appearance-none outline-none"
          />
          {text}
          {count === undefined ? null : <span className="mono font-normal">{count.toLocaleString("en-US")}</span>}
        </label>
      ))}
    </div>
  );
}

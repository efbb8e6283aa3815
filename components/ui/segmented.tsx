"use client";

import type { ReactNode } from "react";

import { moveFocus } from "./move-focus";

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

/** One of a few, 28 px high (44 on phones). */
export function Segmented<Id extends string>({ label, segments, value, onChange }: SegmentedProps<Id>): ReactNode {
  return (
    <div
      role="radiogroup"
      aria-label={label}
      onKeyDown={moveFocus}
      className="inline-flex h-7 max-w-full flex-none overflow-x-auto rounded-ui bg-neutral-tint p-0.5 max-md:h-11"
    >
      {segments.map(({ id, label: text, count, disabled = false }) => (
        <button
          key={id}
          type="button"
          role="radio"
          aria-checked={id === value}
          tabIndex={id === value ? 0 : -1}
          disabled={disabled}
          onClick={() => onChange(id)}
          className="flex h-full items-center gap-1.5 rounded-sm px-2 font-medium whitespace-nowrap text-text-muted outline-offset-[-2px] disabled:opacity-50 aria-checked:bg-bg aria-checked:text-text aria-checked:shadow-[0_0_0_1px_var(--border)]"
        >
          {text}
          {count === undefined ? null : <span className="mono font-normal">{count.toLocaleString("en-US")}</span>}
        </button>
      ))}
    </div>
  );
}

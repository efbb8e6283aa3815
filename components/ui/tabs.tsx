"use client";

import { useId } from "react";
import type { ReactNode } from "react";

import { moveFocus } from "./move-focus";

type Tab<Id extends string> = { readonly id: Id; readonly label: ReactNode; readonly disabled?: boolean };

type TabsProps<Id extends string> = {
  readonly label: string;
  readonly tabs: readonly Tab<Id>[];
  readonly value: Id;
  readonly onChange: (id: Id) => void;
  /** Stands at the right end of the tab bar. */
  readonly aside?: ReactNode;
  /** The panel of the chosen tab. */
  readonly children: ReactNode;
  readonly className?: string;
};

/** A tab bar of 40 px over the chosen panel, which fills the rest and scrolls by itself. */
export function Tabs<Id extends string>({
  label,
  tabs,
  value,
  onChange,
  aside,
  children,
  className = "",
}: TabsProps<Id>): ReactNode {
  const name = useId();
  return (
    <div className={`flex min-h-0 flex-1 flex-col ${className}`}>
      <div className="flex h-10 flex-none items-center overflow-x-auto border-b px-2 max-md:h-11">
        <div role="tablist" aria-label={label} onKeyDown={moveFocus} className="flex h-full">
          {tabs.map(({ id, label: text, disabled = false }) => (
            <button
              key={id}
              id={`${name}${id}`}
              type="button"
              role="tab"
              aria-selected={id === value}
              aria-controls={`${name}panel`}
              tabIndex={id === value ? 0 : -1}
              disabled={disabled}
              onClick={() => onChange(id)}
              className="flex h-full items-center px-2 font-medium whitespace-nowrap text-text-muted outline-offset-[-2px] hover:text-text disabled:opacity-50 aria-selected:text-text aria-selected:shadow-[inset_0_-2px_var(--text)]"
            >
              {text}
            </button>
          ))}
        </div>
        <div className="ml-auto pr-2 pl-3 text-12 whitespace-nowrap text-text-muted">{aside}</div>
      </div>
      <div
        id={`${name}panel`}
        role="tabpanel"
        aria-labelledby={`${name}${value}`}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]"
      >
        {children}
      </div>
    </div>
  );
}

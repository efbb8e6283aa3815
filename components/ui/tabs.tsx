"use client";

import type { ReactNode } from "react";
import { Tabs as Radix } from "radix-ui";

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
export function Tabs<Id extends string>({ label, tabs, value, onChange, aside, children, className = "" }: TabsProps<Id>): ReactNode {
  const choose = (id: string): void => {
    const tab = tabs.find((one) => one.id === id);
    if (tab !== undefined) onChange(tab.id);
  };
  return (
    <Radix.Root value={value} onValueChange={choose} className={`flex min-h-0 flex-1 flex-col ${className}`}>
      <div className="flex h-10 flex-none items-center overflow-x-auto border-b px-2 max-md:h-11">
        <Radix.List aria-label={label} className="flex h-full">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.id}
              value={tab.id}
              disabled={tab.disabled ?? false}
              className="flex h-full items-center px-2 font-medium whitespace-nowrap text-text-muted outline-offset-[-2px] hover:text-text data-[state=active]:text-text data-[state=active]:shadow-[inset_0_-2px_var(--text)]"
            >
              {tab.label}
            </Radix.Trigger>
          ))}
        </Radix.List>
        <div className="ml-auto pr-2 pl-3 text-12 whitespace-nowrap text-text-muted">{aside}</div>
      </div>
      <Radix.Content value={value} className="min-h-0 flex-1 overflow-auto outline-offset-[-2px]">
        {children}
      </Radix.Content>
    </Radix.Root>
  );
}

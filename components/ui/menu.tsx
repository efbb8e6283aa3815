"use client";

import { createContext, useContext, useRef } from "react";
import type { ComponentProps, ReactNode, RefObject } from "react";
import { DropdownMenu } from "radix-ui";

export const Menu = DropdownMenu.Root;
export const MenuTrigger = DropdownMenu.Trigger;

type Chosen = RefObject<(() => void) | null>;

const ChosenContext = createContext<Chosen | null>(null);

/**
 * The floating list of a menu. What was chosen runs once the list is gone: a dialog that it opens would else lose the
 * focus to the menu's button, and would not know where to give it back.
 */
export function MenuContent({
  children,
  align = "end",
  ...rest
}: ComponentProps<typeof DropdownMenu.Content>): ReactNode {
  const chosen: Chosen = useRef<(() => void) | null>(null);
  const runChosen = (): void => {
    const run = chosen.current;
    chosen.current = null;
    run?.();
  };
  return (
    <DropdownMenu.Portal>
      <DropdownMenu.Content
        align={align}
        sideOffset={4}
        collisionPadding={8}
        className="animate-fade z-50 max-h-[min(480px,80dvh)] min-w-52 overflow-y-auto rounded-lg border bg-bg p-1 shadow-lift"
        onCloseAutoFocus={runChosen}
        {...rest}
      >
        <ChosenContext value={chosen}>{children}</ChosenContext>
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  );
}

/** One thing to do or to open; with `asChild` its one child is the link. */
export function MenuItem({ onSelect, ...props }: ComponentProps<typeof DropdownMenu.Item>): ReactNode {
  const chosen = useContext(ChosenContext);
  const choose = (event: Event): void => {
    if (chosen === null) onSelect?.(event);
    else chosen.current = () => onSelect?.(event);
  };
  return (
    <DropdownMenu.Item
      {...props}
      onSelect={choose}
      className={`flex min-h-8 items-center gap-2 rounded-ui px-2 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-neutral-tint max-md:min-h-11 ${props.className ?? ""}`}
    />
  );
}

export function MenuLabel({ children }: { readonly children: ReactNode }): ReactNode {
  return <DropdownMenu.Label className="px-2 py-1 text-12 text-text-muted">{children}</DropdownMenu.Label>;
}

export function MenuSeparator(): ReactNode {
  return <DropdownMenu.Separator className="-mx-1 my-1 border-t" />;
}

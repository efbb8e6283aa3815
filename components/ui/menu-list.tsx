"use client";

import { useImperativeHandle, useRef } from "react";
import type { FocusEvent, ReactNode, Ref, RefObject } from "react";
import { DropdownMenu } from "radix-ui";

import { MenuPartsContext } from "./menu-parts";
import type { Chosen } from "./menu-parts";

type Trigger = RefObject<HTMLButtonElement | null>;

export type MenuListProps = {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly trigger: Trigger;
  readonly triggerId: string;
  readonly listId: string;
  /** Whether a key opened it: the first item then has the focus. */
  readonly byKey: boolean;
  readonly align: "start" | "end";
  readonly children: ReactNode;
};

/**
 * The floating list of a menu. What was chosen runs once the list is gone: a dialog that it opens would else lose the
 * focus to the menu's button, and would not know where to give it back.
 */
export function MenuList({
  open,
  onOpenChange,
  trigger,
  triggerId,
  listId,
  byKey,
  align,
  children,
}: MenuListProps): ReactNode {
  const chosen: Chosen = useRef<(() => void) | null>(null);
  const runChosen = (event: Event): void => {
    const run = chosen.current;
    if (run === null) return;
    chosen.current = null;
    event.preventDefault();
    trigger.current?.focus();
    run();
  };
  return (
    <DropdownMenu.Root open={open} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>
        <StandIn trigger={trigger} />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          id={listId}
          aria-labelledby={triggerId}
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="animate-fade z-50 max-h-[min(480px,80dvh)] min-w-52 overflow-y-auto rounded-lg border bg-bg p-1 shadow-lift"
          onFocus={(event) => byKey && focusFirst(event)}
          onCloseAutoFocus={runChosen}
        >
          <MenuPartsContext
            value={{ Item: DropdownMenu.Item, Label: DropdownMenu.Label, Separator: DropdownMenu.Separator, chosen }}
          >
            {children}
          </MenuPartsContext>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** Hands Radix the button that was there, and may have the focus, before Radix was loaded. Draws nothing. */
function StandIn({ trigger, ref }: { readonly trigger: Trigger; readonly ref?: Ref<HTMLButtonElement | null> }): null {
  useImperativeHandle<HTMLButtonElement | null, HTMLButtonElement | null>(ref, () => trigger.current);
  return null;
}

/** The list takes the focus once, when it opens; Radix tells keys from the pointer only once it has been there. */
function focusFirst({ target, currentTarget, relatedTarget }: FocusEvent<HTMLElement>): void {
  const cameIn = !(relatedTarget instanceof Node && currentTarget.contains(relatedTarget));
  if (target !== currentTarget || !cameIn) return;
  currentTarget.querySelector<HTMLElement>("[role=menuitem]:not([data-disabled])")?.focus();
}

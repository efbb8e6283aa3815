"use client";

import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

import { Button } from "./button";
import { Glyph } from "./glyph";
import { useFocusReturn } from "./use-focus-return";

type DrawerProps = {
  readonly title: ReactNode;
  readonly description: ReactNode;
  readonly onClose: () => void;
  readonly foot: ReactNode;
  readonly children: ReactNode;
};

/** A panel of 400 px at the right edge, over a list that stays where it is; a sheet of full height on phones. */
export function Drawer({ title, description, onClose, foot, children }: DrawerProps): ReactNode {
  const focusReturn = useFocusReturn();
  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="animate-fade fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...focusReturn}
          className="animate-fade fixed inset-y-0 right-0 z-50 flex w-full flex-col bg-bg shadow-lift md:w-100 md:border-l"
        >
          <header className="flex flex-none items-start gap-2 px-4 pt-4 pb-2">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-16 font-semibold wrap-anywhere">{title}</Radix.Title>
              <Radix.Description className="text-text-muted">{description}</Radix.Description>
            </div>
            <Radix.Close asChild>
              <Button variant="quiet" size="icon" aria-label="Close" className="-mr-1">
                <Glyph name="close" />
              </Button>
            </Radix.Close>
          </header>
          <div
            role="group"
            aria-label="Content"
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keys
            tabIndex={0}
            className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
          >
            {children}
          </div>
          <footer className="flex flex-none gap-2 border-t bg-bg-subtle px-4 py-3 max-md:pb-5">{foot}</footer>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

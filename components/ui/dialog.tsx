"use client";

import type { ReactNode } from "react";
import { Dialog as Radix } from "radix-ui";

import { Button } from "./button";
import { Glyph } from "./glyph";
import { useFocusReturn } from "./use-focus-return";

export const Dialog = Radix.Root;

type DialogContentProps = {
  readonly title: ReactNode;
  /** One line under the title. */
  readonly description?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string;
};

/** A dialog 560 px wide; a sheet of full height below 768. Its body scrolls, head and foot stay. */
export function DialogContent({ title, description, children, className = "" }: DialogContentProps): ReactNode {
  const focusReturn = useFocusReturn();
  const described = description === undefined ? { "aria-describedby": undefined } : {};
  return (
    <Radix.Portal>
      <Radix.Overlay className="animate-fade fixed inset-0 z-40 bg-scrim" />
      <Radix.Content
        {...described}
        {...focusReturn}
        className={`animate-fade fixed z-50 flex flex-col overflow-hidden bg-bg max-md:inset-0 md:top-1/2 md:left-1/2 md:max-h-[calc(100dvh-64px)] md:w-[560px] md:-translate-x-1/2 md:-translate-y-1/2 md:rounded-lg md:border md:shadow-lift ${className}`}
      >
        <header className="flex flex-none items-start gap-4 px-6 pt-5 pb-4 max-md:px-4">
          <div className="min-w-0 flex-1">
            <Radix.Title className="text-16 font-semibold tracking-[-0.01em] text-balance wrap-anywhere">
              {title}
            </Radix.Title>
            {description === undefined ? null : (
              <Radix.Description className="text-text-muted">{description}</Radix.Description>
            )}
          </div>
          <Radix.Close asChild>
            <Button variant="quiet" size="icon" aria-label="Close" className="-mr-2">
              <Glyph name="close" />
            </Button>
          </Radix.Close>
        </header>
        {children}
      </Radix.Content>
    </Radix.Portal>
  );
}

/** The part between head and foot, the only one that scrolls. */
export function DialogBody({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <div
      role="group"
      aria-label="Content"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keys
      tabIndex={0}
      className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
    >
      {children}
    </div>
  );
}

/** One block of the body: its label in a column of 112, its text beside it. */
export function DialogBlock({
  label,
  children,
}: {
  readonly label: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <section className="grid gap-x-4 border-t px-6 py-3 max-md:px-4 md:grid-cols-[112px_minmax(0,1fr)]">
      <h3 className="font-semibold">{label}</h3>
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </section>
  );
}

/** Note on the left, buttons on the right; on a phone the buttons are sticky at the bottom. */
export function DialogFooter({
  note,
  children,
}: {
  readonly note?: ReactNode;
  readonly children: ReactNode;
}): ReactNode {
  return (
    <footer className="flex flex-none flex-wrap items-center gap-3 border-t bg-bg-subtle px-6 py-3 max-md:px-4 max-md:pb-5">
      <p className="min-w-0 flex-1 text-12 text-text-muted max-md:basis-full">{note}</p>
      {children}
    </footer>
  );
}

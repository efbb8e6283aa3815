"use client";

import { useEffect, useRef } from "react";
import type { KeyboardEvent, ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter } from "@/components/ui/dialog";
import { ModKbd } from "@/components/ui/mod-kbd";
import { opensFocused } from "@/components/ui/use-focus-return";

type Props = {
  readonly title: string;
  readonly description: string;
  /** What will happen, and what can be chosen about it. */
  readonly children: ReactNode;
  /** What has changed since it was read, above the buttons. */
  readonly changed?: ReactNode;
  /** Why it was not done. */
  readonly notice: string | null;
  /** Beside the buttons. */
  readonly note: ReactNode;
  /** On the button that does it. */
  readonly button: ReactNode;
  /** It may be done now: everything was read, and all that must be typed is. */
  readonly ready: boolean;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
};

/**
 * What every dialog that acts has in common: Cancel has the focus, the button waits until it is `ready`, and ⌘Enter or
 * Ctrl+Enter confirms from anywhere in it.
 */
export function ActFrame({ title, description, children, changed, notice, note, button, ...acts }: Props): ReactNode {
  const { ready, onConfirm, onClose } = acts;
  const confirmWhenReady = (): void => {
    if (ready) onConfirm();
  };
  const onKeyDown = useConfirmKey(confirmWhenReady);
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent title={title} description={description}>
        <form
          className="contents"
          onKeyDown={onKeyDown}
          onSubmit={(event) => {
            event.preventDefault();
            confirmWhenReady();
          }}
        >
          <DialogBody>{children}</DialogBody>
          {changed}
          {notice === null ? null : (
            <p
              role="alert"
              className="flex-none border-t bg-suspect-tint px-6 py-2 font-medium text-suspect max-md:px-4"
            >
              {notice}
            </p>
          )}
          <DialogFooter note={note}>
            <Button
              size="lg"
              {...opensFocused}
              onClick={onClose}
              className="outline-offset-2 outline-accent focus:outline-2 max-md:flex-1"
            >
              Cancel
            </Button>
            <Button type="submit" size="lg" variant="danger" disabled={!ready} className="max-md:flex-1">
              {button}
              <ModKbd name="↵" />
            </Button>
          </DialogFooter>
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** The key may come between two renders: what is true then counts. */
function useConfirmKey(confirm: () => void) {
  const latest = useRef(confirm);
  useEffect(() => {
    latest.current = confirm;
  });
  return (event: KeyboardEvent): void => {
    if (event.key !== "Enter" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    latest.current();
  };
}

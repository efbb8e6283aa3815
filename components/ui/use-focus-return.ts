"use client";

import { useRef } from "react";

type FocusReturn = {
  readonly onOpenAutoFocus: (event: Event) => void;
  readonly onCloseAutoFocus: (event: Event) => void;
};

/** On what a dialog opens with. `autoFocus` would take the focus before it can be noted what had it. */
export const opensFocused = { "data-opens-focused": "" } as const;

/** Gives the focus back to what had it before a dialog opened: Radix does so only for a trigger of its own. */
export function useFocusReturn(): FocusReturn {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: (event) => {
      opener.current = document.activeElement;
      const first =
        event.currentTarget instanceof Element ? event.currentTarget.querySelector("[data-opens-focused]") : null;
      if (!(first instanceof HTMLElement)) return;
      event.preventDefault();
      first.focus();
    },
    onCloseAutoFocus: (event) => {
      event.preventDefault();
      if (opener.current instanceof HTMLElement) opener.current.focus();
    },
  };
}

import type { KeyboardEvent } from "react";

const steps: { readonly [key: string]: number | "first" | "last" } = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
  Home: "first",
  End: "last",
};

/**
 * Arrow keys choose the next of a row of tabs or segments, and go around at the ends. Radix' own groups are not used
 * for it, because they render an inline style, which the content policy forbids.
 */
export function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = steps[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const all = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
  const at = all.findIndex((button) => button === document.activeElement);
  const next = step === "first" ? all.at(0) : step === "last" ? all.at(-1) : all.at((at + step) % all.length);
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  next.focus();
  next.click();
}

import type { FlowUrl } from "./use-flow-url";

let isWished = false;

/** Into the filter; from a view without one, first to the outline. */
export function focusFilter(change: FlowUrl["change"]): void {
  const filter = document.querySelector<HTMLElement>("[data-flow-filter]");
  if (filter !== null) return filter.focus();
  isWished = true;
  const hasRoom = window.matchMedia("(min-width: 1024px)").matches;
  change({ view: hasRoom ? "split" : "outline" });
}

/** Whether the filter that has just come takes the focus. */
export function takeFocusWish(): boolean {
  const wished = isWished;
  isWished = false;
  return wished;
}

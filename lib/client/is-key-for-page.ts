import { singleKeys } from "./single-keys";

/**
 * Whether a pressed single key is meant for the page: nothing is typed, no dialog or menu is open, no modifier is
 * held, nobody took the key before, and single keys are not turned off.
 */
export function isKeyForPage(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.altKey) return false;
  if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return false;
  return !isTyping(event.target) && singleKeys.areOn();
}

/** Radio buttons take no letters. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.matches("input:not([type=radio]), textarea, select");
}

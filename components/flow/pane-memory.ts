import type { Pane } from "./pane-size";

const panes = ["outline", "inspector", "dock"] as const satisfies readonly Pane[];

/** Gives the panes of a frame the sizes that this browser remembers. */
export function recallPanes(frame: HTMLElement | null): void {
  if (frame === null) return;
  for (const pane of panes) sizePane(frame, pane, localStorage.getItem(storageKey(pane)));
}

/** Makes a pane of a frame this large; `null`: as large as at first. */
export function showPane(frame: HTMLElement, pane: Pane, px: number | null): void {
  sizePane(frame, pane, px === null ? null : String(px));
}

/** As `showPane`, and remembers it. */
export function keepPane(frame: HTMLElement, pane: Pane, px: number | null): void {
  showPane(frame, pane, px);
  if (px === null) localStorage.removeItem(storageKey(pane));
  else localStorage.setItem(storageKey(pane), String(px));
}

const storageKey = (pane: Pane): string => `flowlock-pane-${pane}`;

/** Through the style object, which the content policy allows; text that is no number of pixels counts as none. */
function sizePane(frame: HTMLElement, pane: Pane, px: string | null): void {
  if (px !== null && /^\d{2,4}$/.test(px)) frame.style.setProperty(`--pane-${pane}`, `${px}px`);
  else frame.style.removeProperty(`--pane-${pane}`);
}

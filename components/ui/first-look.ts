/** Where a page never says that it shows what it was opened for, such as a flow that is gone. Long for a slow computer. */
const otherwiseAfterMs = 20_000;
/** Safari has no idle callback. */
const instead = 200;

let shown = false;
let otherwise: ReturnType<typeof setTimeout> | undefined;
const waiting = new Set<() => void>();

/** A page shows what it was opened for: from now on it may load what is opened later. */
export function sayFirstLook(): void {
  shown = true;
  clearTimeout(otherwise);
  for (const run of waiting) whenIdle(run);
  waiting.clear();
}

/** Runs when the page shows what it was opened for, and then has time. Returns what takes it back. */
export function afterFirstLook(run: () => void): () => void {
  if (shown) return whenIdle(run);
  otherwise ??= setTimeout(sayFirstLook, otherwiseAfterMs);
  waiting.add(run);
  return () => waiting.delete(run);
}

function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback !== "function") {
    const timer = setTimeout(run, instead);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run);
  return () => cancelIdleCallback(handle);
}

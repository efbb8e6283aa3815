const storageKey = "flowlock-single-keys";
const listeners = new Set<() => void>();

/** Whether single letters act as shortcuts here (WCAG 2.1.4); remembered by this browser. */
export const singleKeys = {
  areOn: (): boolean => localStorage.getItem(storageKey) !== "off",
  set(on: boolean): void {
    if (on) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, "off");
    for (const listener of listeners) listener();
  },
  subscribe(listener: () => void): () => void {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
} as const;

import { useSyncExternalStore } from "react";

const noSubscription = (): (() => void) => () => undefined;

/** How this keyboard's shortcut is written: `⌘K` on a Mac, `Ctrl K` elsewhere; `null` while the server renders. */
export function useModKey(): ((key: string) => string) | null {
  const isMac = useSyncExternalStore<boolean | null>(
    noSubscription,
    () => /Mac|iPhone|iPad/.test(navigator.platform),
    () => null,
  );
  if (isMac === null) return null;
  return isMac ? (key) => `⌘${key}` : (key) => `Ctrl ${key}`;
}

import { useCallback, useEffect, useRef, useState } from "react";

import type { Severity } from "@/lib/core/cause";
import type { Culprit } from "@/lib/core/diagnosis";

import { rowKey } from "./row-key";

/** What keeps rows where they are: something in the list, or the dialog that was opened from it. */
export type Holder = "pointer" | "focus" | "dialog";

export type SteadyRows = {
  readonly rows: readonly Culprit[];
  /** The section that a row stands in, which is the one it had when the list was held. */
  readonly sectionOf: (row: Culprit) => Severity;
  /** Rows that wait outside the list until nothing holds it any more. */
  readonly held: number;
  readonly hold: (by: Holder) => void;
  readonly release: (by: Holder) => void;
  /** Lets the new rows in now. */
  readonly showAll: () => void;
};

/**
 * While something is in the list no new row pushes it: known rows keep their places, gone ones leave. A row that moved
 * would close the menu that is open on it, and lose the focus.
 */
export function useSteadyRows(culprits: readonly Culprit[]): SteadyRows {
  const [sections, setSections] = useState<ReadonlyMap<string, Severity> | null>(null);
  const holders = useRef(new Set<Holder>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const now = (): ReadonlyMap<string, Severity> => new Map(culprits.map((row) => [rowKey(row), row.severity]));
  const hold = (by: Holder): void => {
    holders.current.add(by);
    setSections((before) => before ?? now());
  };
  const release = useCallback((by: Holder): void => {
    holders.current.delete(by);
    clearTimeout(timer.current);
    // Not at once: the focus leaves a row and comes to its menu in two steps.
    timer.current = setTimeout(() => holders.current.size === 0 && setSections(null));
  }, []);
  const shared = { hold, release, showAll: () => setSections(now()) };
  if (sections === null) return { ...shared, rows: culprits, sectionOf: ({ severity }) => severity, held: 0 };
  const byKey = new Map(culprits.map((culprit) => [rowKey(culprit), culprit]));
  const rows = [...sections.keys()].flatMap((key) => byKey.get(key) ?? []);
  const sectionOf = (row: Culprit): Severity => sections.get(rowKey(row)) ?? row.severity;
  return { ...shared, rows, sectionOf, held: byKey.size - rows.length };
}

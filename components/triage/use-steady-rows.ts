import { useState } from "react";

import type { Culprit } from "@/lib/core/diagnosis";

import { rowKey } from "./row-key";

export type SteadyRows = {
  readonly rows: readonly Culprit[];
  /** Rows that wait outside the list until the pointer or focus leaves it. */
  readonly held: number;
  readonly hold: () => void;
  readonly release: () => void;
};

/** While the pointer or focus is in the list no new row pushes it: known rows keep their places, gone ones leave. */
export function useSteadyRows(culprits: readonly Culprit[]): SteadyRows {
  const [keys, setKeys] = useState<readonly string[] | null>(null);
  const hold = (): void => setKeys((held) => held ?? culprits.map((culprit) => rowKey(culprit)));
  const release = (): void => setKeys(null);
  if (keys === null) return { rows: culprits, held: 0, hold, release };
  const byKey = new Map(culprits.map((culprit) => [rowKey(culprit), culprit]));
  const rows = keys.flatMap((key) => byKey.get(key) ?? []);
  return { rows, held: byKey.size - rows.length, hold, release };
}

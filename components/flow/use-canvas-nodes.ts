"use client";

import { useMemo } from "react";

import type { FlowTree } from "@/lib/graph/flow-tree";
import type { Positions } from "@/lib/graph/layout-tree";

import { dressCards, markCards, placeCards } from "./canvas-nodes";
import type { CanvasNode } from "./canvas-nodes";

type Input = {
  readonly conn: string;
  readonly items: FlowTree["items"];
  readonly positions: Positions;
  readonly pathIds: ReadonlySet<string>;
  readonly readAtMs: number;
  /** The card that Tab reaches. */
  readonly activeId: string;
  /** The job that the inspector shows. */
  readonly chosenId: string;
};

/** The cards in three stages: a poll that changes no edge starts at the second, a selection at the third. */
export function useCanvasNodes({ conn, items, positions, pathIds, readAtMs, activeId, chosenId }: Input): CanvasNode[] {
  const placed = useMemo(() => placeCards(positions), [positions]);
  const dressed = useMemo(
    () => dressCards(placed, { conn, items, pathIds, readAtMs }),
    [placed, conn, items, pathIds, readAtMs],
  );
  return useMemo(() => markCards(dressed, activeId, chosenId), [dressed, activeId, chosenId]);
}

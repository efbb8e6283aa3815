"use client";

import { useEffect, useMemo, useState } from "react";

import { topologyKey } from "@/lib/graph/flow-tree";
import type { FlowTree } from "@/lib/graph/flow-tree";
import type { Positions } from "@/lib/graph/layout-tree";

import { layOut } from "./lay-out";

type Layout = {
  readonly positions: Positions;
  /** The positions are those of the tree that is shown now. */
  readonly ready: boolean;
};

type Placed = { readonly key: string | null; readonly positions: Positions };

const nowhere: Placed = { key: null, positions: new Map() };

/** Where each card stands: computed anew only when an item, an edge or the order changes, and away from the main thread. */
export function useLayout({ rootId, childIds, slotEdges }: FlowTree): Layout {
  const [placed, setPlaced] = useState(nowhere);
  const [error, setError] = useState<unknown>(null);
  const key = useMemo(() => topologyKey({ rootId, childIds, slotEdges }), [rootId, childIds, slotEdges]);
  useEffect(() => {
    let wanted = true;
    const roomyIds = new Set(slotEdges.map(({ waitingId }) => waitingId));
    layOut({ rootId, childIds, roomyIds }).then(
      (positions) => wanted && setPlaced({ key, positions }),
      (failure: unknown) => wanted && setError(failure),
    );
    return () => {
      wanted = false;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the key tells all of them apart
  }, [key]);
  if (error !== null) throw error;
  return { positions: placed.positions, ready: placed.key === key };
}

"use client";

import { useEffect, useState } from "react";
import type { ReactNode } from "react";

import { focusedItem } from "@/components/bulk/focused-item";
import type { OutlineSelectionProps } from "@/components/bulk/outline-selection";
import { Button } from "@/components/ui/button";
import { lazyPart } from "@/components/ui/lazy-part";
import { isKeyForPage } from "@/lib/client/is-key-for-page";
import type { OutlineItem } from "@/lib/graph/outline-tree";

const OutlineSelection = lazyPart<OutlineSelectionProps>(() =>
  import("@/components/bulk/outline-selection").then((module) => module.OutlineSelection),
);

type Props = Omit<OutlineSelectionProps, "first" | "onEnd">;

/** Where selecting begins: by `x` on a row or on a card of the graph beside it, or by the button. All else of it is loaded then. */
export function OutlineBulk(props: Props): ReactNode {
  const { rows } = props;
  const [on, setOn] = useState<{ readonly first: OutlineItem | null } | null>(null);
  useEffect(() => {
    if (on !== null) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== "x" || !isKeyForPage(event)) return;
      const item = focusedItem(rows);
      if (item === null) return;
      event.preventDefault();
      setOn({ first: item });
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [on, rows]);
  if (on !== null) return <OutlineSelection {...props} first={on.first} onEnd={() => setOn(null)} />;
  return (
    <div className="flex flex-none border-t px-3 py-1">
      <Button variant="quiet" className="-ml-3" onClick={() => setOn({ first: null })}>
        Select
      </Button>
    </div>
  );
}

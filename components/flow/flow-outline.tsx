"use client";

import { useCallback, useRef, useState } from "react";

import type { BoxOf } from "@/components/bulk/outline-selection";
import { useIsFrozen } from "@/components/snapshot/frozen";
import { stickyRows } from "@/lib/graph/sticky-rows";

import { OutlineBulk } from "./outline-bulk";
import { NoMatch } from "./outline-filter";
import { OutlineHead, OutlineRow } from "./outline-row";
import { stickyMax, useOutline } from "./use-outline";
import type { OutlineProps } from "./use-outline";

/** The flow as a virtualised treegrid: everything that the graph shows, one tab stop, the same keys. */
export function FlowOutline(props: OutlineProps) {
  const { conn, tree, total, query, rowHeightPx, onClearQuery } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const outline = useOutline(props, scroller);
  const isFrozen = useIsFrozen();
  const [boxOf, setBoxOf] = useState<BoxOf | null>(null);
  // A function in a state is set by another one.
  const setBoxes = useCallback((next: BoxOf | null) => setBoxOf(() => next), []);
  const { rows, virtualizer, pages } = outline;
  if (outline.noMatch !== null)
    return <NoMatch matches={outline.noMatch.folded} total={total} onClear={onClearQuery} />;
  const row = (index: number, topPx: number) => {
    const shown = rows[index];
    return shown === undefined ? null : (
      <OutlineRow
        key={shown.item.id}
        row={shown}
        index={index}
        topPx={topPx}
        selected={index === outline.selectedIndex}
        active={index === outline.activeIndex}
        onActivate={outline.activate}
        onToggle={(toggled) => outline.setExpanded(toggled, !toggled.expanded)}
        {...(boxOf === null ? {} : { box: boxOf(shown.item) })}
      />
    );
  };
  const root = tree.items.get(tree.rootId);
  return (
    <div className="@container flex min-h-0 flex-1 flex-col">
      <OutlineHead />
      <div
        ref={scroller}
        id="flow-outline"
        role="treegrid"
        aria-label="Jobs of the flow"
        aria-rowcount={total}
        aria-busy={pages.isPending}
        className="outline-rows"
        onKeyDown={outline.onKeyDown}
      >
        <StickyRows outline={outline} rowHeightPx={rowHeightPx} />
        <div role="presentation" className="relative" style={{ height: virtualizer.getTotalSize() }}>
          {virtualizer.getVirtualItems().map(({ index, start }) => row(index, start))}
        </div>
      </div>
      {root?.kind === "job" && !isFrozen && (
        <OutlineBulk
          conn={conn}
          root={root.node.job}
          total={query === "" ? total : null}
          rows={rows}
          onBoxes={setBoxes}
        />
      )}
      {pages.error !== null && (
        <p role="alert" className="flex-none border-t px-3 py-1 text-12 text-failed">
          These jobs could not be read. Open the row again to try once more.
        </p>
      )}
    </div>
  );
}

type StickyProps = { readonly outline: ReturnType<typeof useOutline>; readonly rowHeightPx: number };

/** The ancestors of the first row in sight; copies for the eye and the pointer, the rows themselves are in the tree. */
function StickyRows({ outline, rowHeightPx }: StickyProps) {
  const { rows, virtualizer, indexes, activate } = outline;
  const { parentIds } = outline.outline;
  const sticky = stickyRows({
    parentOf: (index) => indexes.get(parentIds.get(rows[index]?.item.id ?? "") ?? "") ?? -1,
    topIndex: Math.floor(((virtualizer.scrollOffset ?? 0) + 1) / rowHeightPx),
    rowCount: rows.length,
    most: stickyMax,
  });
  if (sticky.length === 0) return null;
  return (
    <div aria-hidden="true" className="outline-sticky" style={{ height: 0 }}>
      {sticky.map((index, place) => {
        const row = rows[index];
        return row === undefined ? null : (
          <OutlineRow
            key={row.item.id}
            row={row}
            index={null}
            topPx={place * rowHeightPx}
            selected={index === outline.selectedIndex}
            active={false}
            onActivate={(item) => {
              virtualizer.scrollToIndex(index);
              activate(item);
            }}
            onToggle={(toggled) => outline.setExpanded(toggled, !toggled.expanded)}
          />
        );
      })}
    </div>
  );
}

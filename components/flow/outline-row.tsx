"use client";

import type { ReactNode } from "react";

import { Glyph } from "@/components/ui/glyph";
import { looksOf, looksOfBucket, toneText } from "@/components/ui/state-looks";
import type { Looks } from "@/components/ui/state-looks";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";
import type { OutlineItem } from "@/lib/graph/outline-tree";
import type { OutlineRow as Row } from "@/lib/graph/outline-rows";

import { cardTime } from "./card-facts";
import { jobsPerPage } from "./use-outline-pages";
import { cardLabel } from "./canvas-nodes";

type Props = {
  readonly row: Row;
  /** Its place among all rows; `null` for a copy that sticks to the top, which keys and screen readers pass over. */
  readonly index: number | null;
  readonly topPx: number;
  readonly selected: boolean;
  /** The one row that Tab reaches. */
  readonly active: boolean;
  readonly onActivate: (item: OutlineItem) => void;
  readonly onToggle: (row: Row) => void;
  /** Its checkbox, while rows are selected. */
  readonly box?: ReactNode;
};

/** Levels beyond this, or beyond a quarter of the pane, are indented no further: the names would leave the pane. */
const indentMax = 16;
const indentPx = 16;

/** One line of the outline: glyph, name and id, and as many columns as there is room for. */
export function OutlineRow({ row, index, topPx, selected, active, onActivate, onToggle, box }: Props) {
  const { item, level } = row;
  const startPx = box === undefined ? 12 : 36;
  return (
    <div
      role="row"
      {...(index === null ? {} : rowMarks(row, index, selected, active))}
      className={`outline-row ${selected ? "selected" : ""} ${isQuiet(item) ? "" : "loud"}`}
      style={{ transform: `translateY(${topPx}px)`, paddingLeft: indentOf(level, startPx) }}
      onClick={() => onActivate(item)}
    >
      {box}
      <Twisty row={row} onToggle={onToggle} />
      <Cells item={item} />
    </div>
  );
}

function indentOf(level: number, startPx: number): string {
  return `min(${startPx + Math.min(level - 1, indentMax) * indentPx}px, 25cqw)`;
}

export function rowMarks(row: Row, index: number, selected: boolean, active: boolean) {
  return {
    "data-row": index,
    tabIndex: active ? 0 : -1,
    "aria-level": row.level,
    "aria-posinset": row.position,
    "aria-setsize": row.siblings,
    "aria-rowindex": index + 1,
    "aria-selected": selected,
    ...(row.hasChildren ? { "aria-expanded": row.expanded } : {}),
    "aria-label": `${rowLabel(row.item)}, level ${row.level}, ${row.position} of ${row.siblings}`,
  } as const;
}

export function Twisty({ row, onToggle }: { readonly row: Row; readonly onToggle: (row: Row) => void }) {
  if (!row.hasChildren) return <span className="w-4 flex-none" />;
  return (
    // The row itself tells screen readers whether it is open, and the arrow keys open it.
    <span
      aria-hidden="true"
      className={`outline-twisty ${row.expanded ? "open" : ""}`}
      onClick={(event) => {
        event.stopPropagation();
        onToggle(row);
      }}
    >
      <Glyph name="chevron" />
    </span>
  );
}

function Cells({ item }: { readonly item: OutlineItem }) {
  if (item.kind === "more") {
    const more = Math.min(jobsPerPage, item.group.count).toLocaleString("en-US");
    return (
      <span role="gridcell" className="outline-name text-accent">
        Show {more} more of {item.group.count.toLocaleString("en-US")}
      </span>
    );
  }
  const looks = looksOfItem(item);
  return (
    <>
      <span role="gridcell" className="outline-name">
        <Glyph name={looks.glyph} className={toneText[looks.tone]} />
        <bdi className="outline-job min-w-0 shrink truncate">
          {item.kind === "job" ? (item.node.job.name ?? "unnamed") : (item.group.name ?? "jobs")}
        </bdi>
        <bdi className="mono-code min-w-6 flex-1 truncate text-text-muted">
          {item.kind === "job" ? `#${item.node.job.id.slice(0, 200)}` : `× ${item.group.count.toLocaleString("en-US")}`}
        </bdi>
      </span>
      <Wide className="w-24 @min-[520px]:block">
        {queueLabel(item.kind === "job" ? item.node.job.queue : item.group.queue)}
      </Wide>
      <Wide className="w-28 @min-[520px]:block">{looks.word}</Wide>
      <Wide className="w-14 @min-[760px]:block">
        {item.kind === "job" && item.node.attempts.max > 1
          ? `${item.node.attempts.made} of ${item.node.attempts.max}`
          : ""}
      </Wide>
      <Wide className="w-24 @min-[640px]:block">{item.kind === "job" ? (item.node.lock?.holder ?? "") : ""}</Wide>
      <Wide className="mono w-12 text-right @min-[760px]:block">
        {item.kind === "job" && item.node.lock !== null ? formatDuration(item.node.lock.ttlMs) : ""}
      </Wide>
      <span role="gridcell" className="mono flex-none pl-2 text-right @min-[520px]:w-24">
        {item.kind === "job" ? cardTime(item.node) : ""}
      </span>
    </>
  );
}

function Wide({ className, children }: { readonly className: string; readonly children: ReactNode }) {
  return (
    <span role="gridcell" className={`hidden flex-none truncate pl-2 ${className}`}>
      {children}
    </span>
  );
}

/** Titles of the columns that the rows have at the same width. */
export function OutlineHead() {
  return (
    <div
      role="row"
      aria-hidden="true"
      className="hidden h-8 flex-none items-center border-b bg-bg-subtle pr-3 pl-3 text-12 text-text-muted @min-[520px]:flex"
    >
      <span className="flex-1 pl-[22px]">Job</span>
      <span className="w-24 flex-none pl-2">Queue</span>
      <span className="w-28 flex-none pl-2">State</span>
      <span className="hidden w-14 flex-none pl-2 @min-[760px]:block">Tries</span>
      <span className="hidden w-24 flex-none pl-2 @min-[640px]:block">Holder</span>
      <span className="hidden w-12 flex-none pl-2 text-right @min-[760px]:block">TTL</span>
      <span className="w-24 flex-none pl-2 text-right">Held or took</span>
    </div>
  );
}

export function looksOfItem(item: Exclude<OutlineItem, { kind: "more" }>): Looks {
  return item.kind === "job"
    ? looksOf(item.node.state, item.node.verdict, item.node.cause)
    : looksOfBucket(item.group.bucket);
}

function rowLabel(item: OutlineItem): string {
  return item.kind === "more"
    ? `Show more of ${item.group.count.toLocaleString("en-US")} ${item.group.name ?? "jobs"}`
    : cardLabel(item);
}

function isQuiet(item: OutlineItem): boolean {
  return item.kind !== "job" || item.node.state === "completed";
}

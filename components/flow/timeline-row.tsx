"use client";

import { Glyph } from "@/components/ui/glyph";
import { toneText } from "@/components/ui/state-looks";
import { formatDuration } from "@/lib/core/format-duration";
import type { OutlineItem } from "@/lib/graph/outline-tree";
import type { OutlineRow as Row } from "@/lib/graph/outline-rows";
import type { TimeScale } from "@/lib/graph/time-scale";
import { unrecordedText } from "@/lib/graph/timeline-spans";
import type { SpanKind, TimelineSpan } from "@/lib/graph/timeline-spans";

import { looksOfItem, rowMarks, Twisty } from "./outline-row";
import { GroupBand, PathLine, SpanBar } from "./timeline-bars";

type Props = {
  readonly row: Row;
  readonly index: number;
  readonly topPx: number;
  readonly selected: boolean;
  readonly active: boolean;
  readonly spans: readonly TimelineSpan[];
  readonly scale: TimeScale;
  readonly hatchId: string;
  readonly onPath: boolean;
  readonly onActivate: (item: OutlineItem) => void;
  readonly onToggle: (row: Row) => void;
};

const indentMax = 6;
const indentPx = 12;

const spanWords = {
  queued: "queued",
  children: "waited for children",
  active: "ran",
  beyond: "ran beyond its usual time",
  unrecorded: unrecordedText,
} as const satisfies Record<SpanKind, string>;

/** One line of the timeline: whose it is, and when it waited and ran. */
export function TimelineRow(props: Props) {
  const { row, index, topPx, selected, active, spans, onActivate } = props;
  const marks = rowMarks(row, index, selected, active);
  return (
    <div
      role="row"
      {...marks}
      aria-label={[marks["aria-label"], ...spans.map(spanText)].join(", ")}
      className={`outline-row timeline-row ${selected ? "selected" : ""}`}
      style={{ transform: `translateY(${topPx}px)` }}
      onClick={() => onActivate(row.item)}
    >
      <Label {...props} />
      <span role="gridcell" className="timeline-track">
        <Track {...props} />
      </span>
    </div>
  );
}

function Label({ row, onToggle }: Pick<Props, "row" | "onToggle">) {
  const { item, level } = row;
  const indent = 12 + Math.min(level - 1, indentMax) * indentPx;
  if (item.kind === "more")
    return (
      <span role="gridcell" className="timeline-label text-accent" style={{ paddingLeft: indent + 22 }}>
        Show more of {item.group.count.toLocaleString("en-US")}
      </span>
    );
  const looks = looksOfItem(item);
  return (
    <span role="gridcell" className="timeline-label" style={{ paddingLeft: indent }}>
      <Twisty row={row} onToggle={onToggle} />
      <Glyph name={looks.glyph} className={`flex-none ${toneText[looks.tone]}`} />
      <bdi className="min-w-0 shrink truncate">
        {item.kind === "job" ? (item.node.job.name ?? "unnamed") : (item.group.name ?? "jobs")}
      </bdi>
      <bdi className="mono-code min-w-6 shrink-[20] truncate text-text-muted">
        {item.kind === "job" ? `#${item.node.job.id.slice(0, 200)}` : `× ${item.group.count.toLocaleString("en-US")}`}
      </bdi>
    </span>
  );
}

function Track({ row, spans, scale, hatchId, onPath }: Props) {
  const { item } = row;
  if (item.kind === "more") return null;
  if (item.kind === "group") return <GroupBand group={item.group} scale={scale} />;
  const { tone } = looksOfItem(item);
  const unrecorded = spans.find(({ kind }) => kind === "unrecorded");
  return (
    <>
      <svg width="100%" height="28" aria-hidden="true" className="block overflow-visible">
        {onPath && <PathLine spans={spans} scale={scale} first={row.level === 1} />}
        {spans.map((span) => (
          <SpanBar key={span.kind} span={span} scale={scale} tone={tone} hatchId={hatchId} title={spanText(span)} />
        ))}
      </svg>
      {unrecorded !== undefined && (
        <span
          aria-hidden="true"
          className="timeline-note"
          style={{ transform: `translateX(${scale.xOf(unrecorded.fromMs) + 4}px)` }}
        >
          {unrecordedText}
        </span>
      )}
    </>
  );
}

function spanText({ kind, fromMs, toMs, open }: TimelineSpan): string {
  if (kind === "unrecorded") return unrecordedText;
  return `${spanWords[kind]} ${formatDuration(toMs - fromMs)}${open ? " so far" : ""}`;
}

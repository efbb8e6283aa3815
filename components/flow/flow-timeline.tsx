"use client";

import "./flow-timeline.css";

import { useId, useMemo, useRef, useState } from "react";

import { clockText } from "@/components/page/clock";
import { formatDuration } from "@/lib/core/format-duration";
import { breakPx, timeScale } from "@/lib/graph/time-scale";
import type { TimeScale } from "@/lib/graph/time-scale";
import { toTimeline } from "@/lib/graph/timeline";

import { NoMatch } from "./outline-filter";
import { HatchPattern } from "./timeline-bars";
import { TimelineRow } from "./timeline-row";
import { useElementWidth } from "./use-element-width";
import { useOutline } from "./use-outline";
import type { OutlineProps } from "./use-outline";

type Props = OutlineProps & {
  /** Jobs on the chain that is looked at. */
  readonly pathIds: ReadonlySet<string>;
};

/** Room for the name of a row's job, and right of the now line. */
const labelPx = { wide: 240, narrow: 132 };
const endPx = 40;
const narrowPx = 560;

/** When the flow's jobs waited and ran: the outline's rows with a bar each, over one line of time. */
export function FlowTimeline({ pathIds, ...props }: Props) {
  const { nowMs } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const outline = useOutline(props, scroller);
  const { rows, virtualizer } = outline;
  const [fold, setFold] = useState(true);
  const width = useElementWidth(scroller);
  const label = width < narrowPx ? labelPx.narrow : labelPx.wide;
  const hatchId = useId();
  const { spans, instants } = useMemo(() => toTimeline(rows, nowMs), [rows, nowMs]);
  const scale = useMemo(
    () => timeScale({ instants, nowMs, widthPx: Math.max(0, width - label - endPx), fold }),
    [instants, nowMs, width, label, fold],
  );
  if (outline.noMatch !== null)
    return <NoMatch matches={outline.noMatch.folded} total={props.total} onClear={props.onClearQuery} />;
  return (
    <div className="flow-timeline" data-narrow={label === labelPx.narrow}>
      <HatchPattern id={hatchId} />
      <Axis scale={scale} fold={fold} onFold={setFold} />
      <div
        ref={scroller}
        role="treegrid"
        aria-label="Timeline of the flow"
        aria-rowcount={props.total}
        className="outline-rows"
        onKeyDown={outline.onKeyDown}
      >
        <div role="presentation" className="relative min-h-full" style={{ height: virtualizer.getTotalSize() }}>
          {width > 0 && <TimeMarks scale={scale} />}
          {virtualizer.getVirtualItems().map(({ index, start }) => {
            const row = rows[index];
            return row === undefined ? null : (
              <TimelineRow
                key={row.item.id}
                row={row}
                index={index}
                topPx={start}
                selected={index === outline.selectedIndex}
                active={index === outline.activeIndex}
                spans={spans.get(row.item.id) ?? []}
                scale={scale}
                hatchId={hatchId}
                onPath={pathIds.has(row.item.id)}
                onActivate={outline.activate}
                onToggle={(toggled) => outline.setExpanded(toggled, !toggled.expanded)}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

type AxisProps = { readonly scale: TimeScale; readonly fold: boolean; readonly onFold: (fold: boolean) => void };

function Axis({ scale, fold, onFold }: AxisProps) {
  return (
    <div className="timeline-axis">
      <label className="timeline-fold">
        <input type="checkbox" checked={fold} onChange={(event) => onFold(event.target.checked)} />
        Hide idle time
      </label>
      <div className="timeline-ticks mono">
        <span>{clockText(scale.fromMs)}</span>
        {scale.breaks.map((one) => (
          <span
            key={one.fromMs}
            className="timeline-break-label"
            style={{ transform: `translateX(${scale.xOf(one.fromMs)}px)`, width: breakPx }}
            title={`Nothing started or ended for ${formatDuration(one.toMs - one.fromMs)}`}
          >
            {formatDuration(one.toMs - one.fromMs)}
          </span>
        ))}
        <span className="timeline-now-label" style={{ transform: `translateX(${scale.xOf(scale.toMs)}px)` }}>
          now
        </span>
      </div>
    </div>
  );
}

/** Breaks and the now line, behind all rows. */
function TimeMarks({ scale }: { readonly scale: TimeScale }) {
  return (
    <div aria-hidden="true" className="timeline-marks">
      {scale.breaks.map((one) => (
        <span
          key={one.fromMs}
          className="timeline-break"
          style={{ transform: `translateX(${scale.xOf(one.fromMs)}px)`, width: breakPx }}
        />
      ))}
      <span className="timeline-now" style={{ transform: `translateX(${scale.xOf(scale.toMs)}px)` }} />
    </div>
  );
}

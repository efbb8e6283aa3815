"use client";

import { looksOfBucket, toneFill } from "@/components/ui/state-looks";
import type { Tone } from "@/components/ui/state-looks";
import type { FlowGroup } from "@/lib/core/flow-view";
import { formatRoundDuration } from "@/lib/core/format-duration";
import type { TimeScale } from "@/lib/graph/time-scale";
import type { TimelineSpan } from "@/lib/graph/timeline-spans";

const middlePx = 14;
const barPx = 10;
const leastPx = 2;

/** Stripes for what runs beyond its usual time; every bar refers to it. */
export function HatchPattern({ id }: { readonly id: string }) {
  return (
    <svg width="0" height="0" aria-hidden="true" className="absolute">
      <defs>
        <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="5" height="5" className="fill-suspect-tint" />
          <rect width="2.5" height="5" className="fill-suspect" />
        </pattern>
      </defs>
    </svg>
  );
}

type SpanProps = {
  readonly span: TimelineSpan;
  readonly scale: TimeScale;
  readonly tone: Tone;
  readonly hatchId: string;
  readonly title: string;
};

/** Hollow: in line · thin: waits for children · solid: ran · hatched: beyond what is usual · dotted: not recorded. */
export function SpanBar({ span, scale, tone, hatchId, title }: SpanProps) {
  const x = scale.xOf(span.fromMs);
  const width = Math.max(leastPx, scale.xOf(span.toMs) - x);
  const bar = { x, y: middlePx - barPx / 2, width, height: barPx, rx: 2 };
  switch (span.kind) {
    case "queued":
      return (
        <rect {...bar} y={bar.y + 0.5} height={barPx - 1} className="timeline-queued">
          <title>{title}</title>
        </rect>
      );
    case "children":
      return (
        <rect x={x} y={middlePx - 1} width={width} height="2" className="fill-blocked">
          <title>{title}</title>
        </rect>
      );
    case "active":
      return (
        <rect {...bar} className={tone === "stuck" ? "timeline-stuck" : toneFill[tone]}>
          <title>{title}</title>
        </rect>
      );
    case "beyond":
      return (
        <rect {...bar} fill={`url(#${hatchId})`} className="timeline-beyond">
          <title>{title}</title>
        </rect>
      );
    case "unrecorded":
      return <path d={`M${x},${middlePx + 5.5}h${width}`} className="timeline-unrecorded" />;
  }
}

type PathProps = { readonly spans: readonly TimelineSpan[]; readonly scale: TimeScale; readonly first: boolean };

/** The critical blocking path: down to where this job begins, then along what it has waited or run. */
export function PathLine({ spans, scale, first }: PathProps) {
  const [start, end] = [spans[0], spans.at(-1)];
  if (start === undefined || end === undefined) return null;
  const x = scale.xOf(start.fromMs);
  const y = middlePx + barPx / 2 + 3;
  const down = first ? `M${x},${y}` : `M${x},${y - 28}V${y}`;
  return <path d={`${down}H${scale.xOf(end.toMs)}`} className="timeline-path" />;
}

/** When a group's jobs ran, darker where more of them did, with ticks at p50 and p95 of how long. */
export function GroupBand({ group, scale }: { readonly group: FlowGroup; readonly scale: TimeScale }) {
  const { ran, heldMs } = group;
  const looks = looksOfBucket(group.bucket);
  if (ran === null) return <span className="timeline-note">times not read one by one</span>;
  const most = Math.max(1, ...ran.counts);
  const partMs = (ran.toMs - ran.fromMs) / ran.counts.length;
  const edges = ran.counts.map((_, index) => scale.xOf(ran.fromMs + index * partMs));
  return (
    <svg width="100%" height="28" aria-hidden="true" className="block overflow-visible">
      <title>{bandTitle(group)}</title>
      {ran.counts.map((count, index) => {
        const x = edges[index] ?? 0;
        const width = Math.max(leastPx, (edges[index + 1] ?? scale.xOf(ran.toMs)) - x);
        const opacity = count === 0 ? 0.12 : 0.25 + 0.75 * (count / most);
        // oxlint-disable-next-line react/no-array-index-key -- parts of time have no other name
        return (
          <rect
            key={index}
            x={x}
            y="9"
            width={width}
            height={barPx}
            opacity={opacity}
            className={toneFill[looks.tone]}
          />
        );
      })}
      {heldMs !== null &&
        [heldMs.p50, heldMs.p95].map((ms, index) => (
          <rect
            key={index === 0 ? "p50" : "p95"}
            x={scale.xOf(ran.fromMs + ms) - 0.5}
            y="6"
            width="1"
            height="16"
            className="fill-text"
          />
        ))}
    </svg>
  );
}

function bandTitle({ count, heldMs }: FlowGroup): string {
  const jobs = `${count.toLocaleString("en-US")} jobs`;
  if (heldMs === null) return jobs;
  return `${jobs}; ticks: half took at most ${formatRoundDuration(heldMs.p50)}, 95% at most ${formatRoundDuration(heldMs.p95)}`;
}

import Link from "next/link";
import type { ReactNode } from "react";

import { GridCell, GridRow } from "@/components/page/grid-table";
import { Glyph } from "@/components/ui/glyph";
import { toneText } from "@/components/ui/state-looks";
import type { Looks } from "@/components/ui/state-looks";
import { queueHref } from "@/lib/client/links";
import type { QueuesPage } from "@/lib/contract/flow-schemas";
import { formatDuration } from "@/lib/core/format-duration";
import type { LockState } from "@/lib/core/lock-state";
import { queueSentence } from "@/lib/core/queue-sentence";
import type { QueueMood } from "@/lib/core/queue-sentence";

import { SlotDots } from "./slot-dots";
import { countStuck } from "./use-queue-locks";

type ListedQueue = QueuesPage["queues"][number];

/** The sign of what a queue does; what is wrong with it outranks what it does. */
export const queueLooks = {
  paused: { glyph: "paused", word: "Paused", tone: "neutral" },
  "no-workers": { glyph: "no-worker", word: "No workers", tone: "neutral" },
  limited: { glyph: "delayed", word: "Limited", tone: "neutral" },
  working: { glyph: "active", word: "Working", tone: "active" },
  waiting: { glyph: "waiting", word: "Waiting", tone: "neutral" },
  idle: { glyph: "completed", word: "Idle", tone: "neutral" },
} as const satisfies Record<QueueMood, Looks>;

const troubled: ReadonlySet<QueueMood> = new Set<QueueMood>(["paused", "no-workers", "limited"]);

const wide = "max-lg:hidden";

export const queueColumns = [
  { id: "queue", label: "Queue" },
  { id: "now", label: "Now" },
  { id: "waiting", label: "Waiting", end: true },
  { id: "active", label: "Active", end: true },
  { id: "blocked", label: "Blocked", end: true },
  { id: "delayed", label: "Delayed", end: true, className: wide },
  { id: "failed", label: "Failed", end: true },
  { id: "locks", label: "Locks", className: wide },
  { id: "workers", label: "Workers", end: true },
  { id: "oldest", label: "Oldest waiting", end: true, className: wide },
] as const;

export const queueTemplate =
  "md:gap-x-3 md:grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)_64px_56px_60px_56px_64px] lg:grid-cols-[minmax(0,1fr)_minmax(0,1.6fr)_60px_52px_56px_56px_48px_128px_60px_96px]";

type QueueRowProps = {
  readonly conn: string;
  readonly queue: ListedQueue;
  readonly locks: readonly LockState[];
  /** Another prefix has a queue of this name. */
  readonly ambiguous: boolean;
};

/** One queue: what it does in a sentence, then its counts. */
export function QueueRow({ conn, queue, locks, ambiguous }: QueueRowProps): ReactNode {
  const { counts, workers, limits, oldestWaitingMs } = queue;
  const { mood, text } = queueSentence({
    ...queue,
    rateLimitedForMs: limits.rateLimitedForMs,
    stuck: countStuck(locks),
  });
  const looks = queueLooks[mood];
  return (
    <GridRow template={queueTemplate}>
      <GridCell className="max-md:order-1">
        <Link
          href={queueHref(conn, queue.queue)}
          prefetch={false}
          data-row=""
          className="row-link flex min-w-0 items-baseline gap-2"
        >
          <bdi className="min-w-0 truncate font-medium" title={queue.queue}>
            {queue.name}
          </bdi>
          {ambiguous ? <bdi className="mono-code truncate text-text-muted">{queue.prefix}</bdi> : null}
        </Link>
      </GridCell>
      <GridCell className="flex items-center gap-2 max-md:order-3 max-md:col-span-2">
        <Glyph name={looks.glyph} className={toneText[looks.tone]} />
        <span className={`min-w-0 truncate ${troubled.has(mood) ? "font-medium" : "text-text-muted"}`}>{text}</span>
      </GridCell>
      <GridCell className="text-12 text-right whitespace-nowrap text-text-muted max-md:order-2 md:hidden">
        {phoneCounts(counts)}
      </GridCell>
      <Count value={counts.waiting + counts.prioritized} />
      <Count value={counts.active} />
      <Count value={counts["waiting-children"]} />
      <Count value={counts.delayed} className={wide} />
      <Count value={counts.failed} className={counts.failed > 0 ? "text-failed" : ""} />
      <GridCell className={wide}>
        <SlotDots locks={locks} limit={limits.concurrency} />
      </GridCell>
      <GridCell className="mono text-right max-md:hidden">
        {workers === null ? "unknown" : workers.toLocaleString("en-US")}
      </GridCell>
      <GridCell className={`mono text-right whitespace-nowrap text-text-muted ${wide}`}>
        {oldestWaitingMs === null ? "" : formatDuration(oldestWaitingMs)}
      </GridCell>
    </GridRow>
  );
}

type CountProps = { readonly value: number; readonly className?: string };

function Count({ value, className = "" }: CountProps): ReactNode {
  const quiet = value === 0 ? "text-text-muted" : "";
  return (
    <GridCell className={`mono text-right max-md:hidden ${quiet} ${className}`}>
      {value.toLocaleString("en-US")}
    </GridCell>
  );
}

/** The counts above zero that tell the most, for the one line that a phone has room for. */
function phoneCounts(counts: ListedQueue["counts"]): string {
  const parts = [
    [counts.failed, "failed"],
    [counts["waiting-children"], "blocked"],
    [counts.delayed, "delayed"],
  ] as const;
  return parts
    .flatMap(([count, word]) => (count === 0 ? [] : [`${count.toLocaleString("en-US")} ${word}`]))
    .join(" · ");
}

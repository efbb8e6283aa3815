import Link from "next/link";
import type { ReactNode } from "react";

import { instantText } from "@/components/page/clock";
import { GridCell, GridRow } from "@/components/page/grid-table";
import { Glyph } from "@/components/ui/glyph";
import { looksOf, toneText } from "@/components/ui/state-looks";
import { SnapshotLink } from "@/components/snapshot/snapshot-link";
import { flowHref, operationHref } from "@/lib/client/links";
import type { ActivityEntry } from "@/lib/contract/record-schemas";
import { jobLabel, queueLabel } from "@/lib/core/job-label";
import { limits } from "@/lib/core/limits";

import { activityWords, resultWords } from "./activity-words";

export const activityColumns = [
  { id: "at", label: "When" },
  { id: "what", label: "Action" },
  { id: "job", label: "Job" },
  { id: "result", label: "Result" },
  { id: "change", label: "Before and after", className: "max-lg:hidden" },
  { id: "reason", label: "Reason" },
  { id: "more", label: "More" },
  { id: "who", label: "Who", className: "max-lg:hidden" },
] as const;

export const activityTemplate =
  "md:grid-cols-[144px_104px_minmax(0,1fr)_112px_minmax(0,1fr)_128px] lg:grid-cols-[144px_128px_minmax(0,1fr)_112px_208px_minmax(0,1.4fr)_128px_80px]";

type EntryProps = { readonly conn: string; readonly entry: ActivityEntry };
type ActivityRowProps = EntryProps & { readonly onDetails: () => void };

/** One thing that was asked of Flowlock, and what became of it. */
export function ActivityRow({ conn, entry, onDetails }: ActivityRowProps): ReactNode {
  const { atMs, what, result, code, reason, operator, address, snapshotId } = entry;
  return (
    <GridRow template={activityTemplate}>
      <GridCell className="mono-code whitespace-nowrap text-text-muted max-md:order-2">
        <time dateTime={new Date(atMs).toISOString()}>{instantText(atMs)}</time>
      </GridCell>
      <GridCell className="truncate font-medium max-md:order-3">{activityWords[what]}</GridCell>
      <GridCell className="truncate max-md:order-1">
        <EntryJob conn={conn} entry={entry} />
      </GridCell>
      <GridCell className="truncate max-md:order-4 max-md:text-right">
        <span className={result === "done" ? "" : "text-suspect"} title={code ?? undefined}>
          {resultWords[result]}
        </span>
      </GridCell>
      <GridCell className="max-lg:hidden">
        <Change entry={entry} />
      </GridCell>
      <GridCell className="truncate text-text-muted max-md:order-5">
        <bdi title={reason ?? ""}>{reason}</bdi>
      </GridCell>
      <GridCell className="flex gap-3 max-md:order-6 max-md:justify-end">
        <button
          type="button"
          aria-label={`Details: ${activityWords[what]}`}
          onClick={onDetails}
          // Above the link that the whole row is.
          className="relative z-1 text-accent hover:underline max-md:min-h-6"
        >
          Details
        </button>
        <SnapshotLink conn={conn} id={snapshotId} about={activityWords[what]} />
      </GridCell>
      <GridCell className="truncate text-text-muted max-lg:hidden">
        <bdi>{operator ?? address ?? ""}</bdi>
      </GridCell>
    </GridRow>
  );
}

function EntryJob({ conn, entry: { job, operationId } }: EntryProps): ReactNode {
  if (job === null && operationId !== null)
    return (
      <Link href={operationHref(conn, operationId)} prefetch={false} data-row="" className="row-link">
        Progress and results
      </Link>
    );
  if (job === null) return null;
  const label = (
    <>
      <bdi className="text-text-muted">{queueLabel(job.queue)}</bdi>{" "}
      <bdi className="mono-code">{jobLabel({ id: job.id, name: null })}</bdi>
    </>
  );
  if (job.id.length > limits.idBytesMax) return label;
  return (
    <Link href={flowHref(conn, job, { sel: job })} prefetch={false} data-row="" className="row-link">
      {label}
    </Link>
  );
}

/** From what state to what state. */
export function Change({ entry: { before, after } }: Pick<EntryProps, "entry">): ReactNode {
  if (before === null || after === null) return null;
  return (
    <span className="flex items-center gap-2 whitespace-nowrap text-text-muted">
      <StateWord state={before.state} />
      <Glyph name="arrow" size={14} />
      <StateWord state={after.state} />
    </span>
  );
}

function StateWord({ state }: { readonly state: NonNullable<ActivityEntry["before"]>["state"] }): ReactNode {
  const { glyph, tone } = looksOf(state);
  return (
    <span className="flex items-center gap-1">
      <Glyph name={glyph} size={14} className={toneText[tone]} />
      {state}
    </span>
  );
}

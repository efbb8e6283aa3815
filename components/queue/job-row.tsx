import Link from "next/link";
import type { ReactNode } from "react";

import { SelectBox } from "@/components/bulk/select-box";
import { GridCell, GridRow } from "@/components/page/grid-table";
import { StateChip } from "@/components/ui/chip";
import { damageWords } from "@/components/ui/damage-words";
import { Glyph } from "@/components/ui/glyph";
import { JobName } from "@/components/ui/job-name";
import { looksOf, toneText } from "@/components/ui/state-looks";
import { flowHref } from "@/lib/client/links";
import type { JobsPage } from "@/lib/contract/job-schemas";
import { formatDuration } from "@/lib/core/format-duration";
import { limits } from "@/lib/core/limits";

type ListedJob = JobsPage["jobs"][number];

export const jobColumns = [
  { id: "job", label: "Job" },
  { id: "state", label: "State" },
  { id: "fact", label: "What we know", className: "max-lg:hidden" },
  { id: "tries", label: "Tries" },
  { id: "worker", label: "Worker" },
  { id: "since", label: "Since", end: true },
] as const;

export const jobTemplate =
  "md:grid-cols-[minmax(0,1fr)_128px_72px_112px_88px] lg:grid-cols-[minmax(0,1fr)_128px_minmax(0,1fr)_72px_128px_96px]";

type JobRowProps = { readonly conn: string; readonly job: ListedJob; readonly readAtMs: number };

/** One job of a queue. */
export function JobRow({ conn, job: node, readAtMs }: JobRowProps): ReactNode {
  const { job, state, verdict, cause, attempts, lock, processedBy } = node;
  const looks = looksOf(state, verdict, cause);
  const sinceMs = node.finishedAtMs ?? node.processedAtMs;
  return (
    <GridRow template={jobTemplate}>
      <SelectBox job={job} inTable />
      <GridCell className="flex items-center gap-2">
        <Glyph name={looks.glyph} className={toneText[looks.tone]} />
        <JobLink conn={conn} job={node}>
          <JobName name={job.name} id={job.id} nameClassName="font-medium" />
        </JobLink>
      </GridCell>
      <GridCell className="flex items-center max-md:order-3">
        <StateChip state={state} verdict={verdict} cause={cause} />
      </GridCell>
      <GridCell className="truncate text-text-muted max-lg:hidden">
        <bdi>{factOf(node)}</bdi>
      </GridCell>
      <GridCell className="whitespace-nowrap text-text-muted max-md:hidden">
        {attempts.started === 0 ? "none" : `${attempts.started} of ${Math.max(attempts.max, attempts.started)}`}
      </GridCell>
      <GridCell className="truncate max-md:order-4 max-md:text-right">
        <bdi>{lock?.holder ?? processedBy ?? ""}</bdi>
      </GridCell>
      <GridCell className="mono text-right whitespace-nowrap text-text-muted max-md:order-2">
        {sinceMs === null ? "" : formatDuration(readAtMs - sinceMs)}
      </GridCell>
    </GridRow>
  );
}

type JobLinkProps = Pick<JobRowProps, "conn" | "job"> & { readonly children: ReactNode };

function JobLink({ conn, job: { job }, children }: JobLinkProps): ReactNode {
  if (job.id.length > limits.idBytesMax) return children;
  return (
    <Link href={flowHref(conn, job, { sel: job })} prefetch={false} data-row="" className="row-link flex min-w-0">
      {children}
    </Link>
  );
}

function factOf({ state, failedReason, children, damaged, stalls }: ListedJob): string {
  if (damaged.length > 0) return damageWords(damaged);
  if (state === "failed") return failedReason?.split("\n", 1)[0] ?? "";
  if (state === "waiting-children") return `${children.unprocessed.toLocaleString("en-US")} children left`;
  return stalls > 0 ? `Stalled ${stalls} times` : "";
}

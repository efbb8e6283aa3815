import Link from "next/link";
import type { ReactNode } from "react";

import { GridCell, GridRow, GridTable } from "@/components/page/grid-table";
import { Glyph } from "@/components/ui/glyph";
import { looksOf, toneText } from "@/components/ui/state-looks";
import { jobHref } from "@/lib/client/links";
import { refusalText } from "@/lib/contract/action-texts";
import type { ActionResult } from "@/lib/core/action";
import { queueLabel } from "@/lib/core/job-label";
import { jobKey } from "@/lib/core/job-ref";
import type { State } from "@/lib/core/job-state";
import { limits } from "@/lib/core/limits";
import type { ResultKind } from "@/lib/core/operation";

export const resultWords = {
  done: "Done",
  skipped: "Skipped",
  refused: "Refused",
  unknown: "Unknown",
} as const satisfies Record<ResultKind, string>;

const columns = [
  { id: "job", label: "Job" },
  { id: "queue", label: "Queue" },
  { id: "result", label: "Result" },
  { id: "change", label: "Before and after" },
  { id: "why", label: "Why", className: "max-lg:hidden" },
] as const;

const template =
  "md:grid-cols-[minmax(0,1fr)_140px_88px_240px] lg:grid-cols-[minmax(0,1fr)_160px_96px_248px_minmax(0,1.4fr)]";

type Props = { readonly conn: string; readonly results: readonly ActionResult[] };

/** What came of each job, in the order in which they were acted on. */
export function OperationResults({ conn, results }: Props): ReactNode {
  return (
    <GridTable label="Results" columns={columns} template={template}>
      {results.map((result) => (
        <ResultRow key={jobKey(result.job)} conn={conn} result={result} />
      ))}
    </GridTable>
  );
}

function ResultRow({ conn, result: row }: { readonly conn: string; readonly result: ActionResult }): ReactNode {
  const { job, result, code, denied, before, after } = row;
  const why = code === null ? "" : refusalText(code, denied);
  return (
    <GridRow template={template}>
      <GridCell className="truncate">
        <ResultJob conn={conn} job={job} />
      </GridCell>
      <GridCell className="truncate text-text-muted max-md:order-3">
        <bdi>{queueLabel(job.queue)}</bdi>
      </GridCell>
      <GridCell className={`truncate font-medium max-md:text-right ${result === "done" ? "" : "text-suspect"}`}>
        {resultWords[result]}
      </GridCell>
      <GridCell className="max-md:order-4">
        <span className="flex items-center gap-2 whitespace-nowrap text-text-muted max-md:justify-end">
          <StateWord state={before.state} />
          <Glyph name="arrow" size={14} />
          <span className="sr-only">then</span>
          <StateWord state={after.state} />
        </span>
      </GridCell>
      <GridCell
        className={`truncate text-text-muted max-md:order-5 max-md:col-span-2 max-md:whitespace-normal md:max-lg:hidden ${why === "" ? "max-md:hidden" : ""}`}
      >
        <span title={why}>{why}</span>
      </GridCell>
    </GridRow>
  );
}

function ResultJob({ conn, job }: { readonly conn: string; readonly job: ActionResult["job"] }): ReactNode {
  const label = <bdi className="mono-code">#{job.id.slice(0, 200)}</bdi>;
  if (job.id.length > limits.idBytesMax) return label;
  return (
    <Link href={jobHref(conn, job)} prefetch={false} data-row="" className="row-link">
      {label}
    </Link>
  );
}

function StateWord({ state }: { readonly state: State }): ReactNode {
  const { glyph, tone } = looksOf(state);
  return (
    <span className="flex items-center gap-1">
      <Glyph name={glyph} size={14} className={toneText[tone]} />
      {state}
    </span>
  );
}

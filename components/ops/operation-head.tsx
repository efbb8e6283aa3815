"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ReactNode } from "react";

import { bulkTitle, isBulkAction } from "@/components/bulk/bulk-words";
import { clockText } from "@/components/page/clock";
import { PageHead } from "@/components/page/page-head";
import { Button } from "@/components/ui/button";
import { lazyOverlay } from "@/components/ui/lazy-overlay";
import { ApiError } from "@/lib/client/fetch-json";
import { useStopOperation } from "@/lib/client/mutations";
import { fetchResults } from "@/lib/client/operation-query";
import { healthQuery } from "@/lib/client/queries";
import { tell } from "@/lib/client/tell";
import type { OperationAnswer } from "@/lib/contract/action-schemas";
import { countOf } from "@/lib/core/job-label";
import type { NamedJob } from "@/lib/core/job-ref";
import { countActed } from "@/lib/core/operation";

import { downloadCsv } from "./download-csv";

const BulkDialog = lazyOverlay(() => import("@/components/bulk/bulk-dialog").then((module) => module.BulkDialog));

type Props = { readonly conn: string; readonly operation: OperationAnswer };

/** What was asked for, how far it is, and what can be done about it. */
export function OperationHead({ conn, operation }: Props): ReactNode {
  const { action, reason, operator, startedAtMs, status, total } = operation;
  const acted = countActed(operation);
  const title = bulkTitle(action, total);
  return (
    <>
      <title>{`${status === "running" ? `${Math.floor((100 * acted) / total)} % ` : ""}${title} — Flowlock`}</title>
      <PageHead
        title={title}
        note={
          <span className="wrap-anywhere">
            <bdi>{reason}</bdi> · asked for at {clockText(startedAtMs)}
            {operator === null ? "" : ` by ${operator}`}
          </span>
        }
      >
        <div className="flex flex-wrap gap-2">
          <Stop conn={conn} operation={operation} />
          <RetryFailures conn={conn} operation={operation} />
          <Button disabled={acted === 0} onClick={() => void saveCsv(conn, operation.id)}>
            Download CSV
          </Button>
        </div>
      </PageHead>
      <div className="flex-none px-6 pb-4 max-md:px-4">
        <progress
          className="block h-1.5 w-full appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-accent [&::-webkit-progress-bar]:bg-neutral-tint [&::-webkit-progress-value]:bg-accent"
          aria-label="Progress"
          max={total}
          value={acted}
        />
        <p role="status" className="pt-1.5">
          {progressText(operation)}
        </p>
      </div>
    </>
  );
}

/** How far it is, in one sentence. */
function progressText({ status, total, counts, ...rest }: OperationAnswer): string {
  const acted = countActed({ counts });
  const of = `${acted.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} done.`;
  if (status === "running") return `${of} It goes on when you close this page.`;
  if (status === "stopping") return `Stopping. ${of} Done ones stay done.`;
  const at = rest.endedAtMs === null ? "" : ` Ended at ${clockText(rest.endedAtMs)}.`;
  return status === "stopped" ? `Stopped. ${of} Done ones stay done.${at}` : `${of}${at}`;
}

function Stop({ conn, operation: { id, status } }: Props): ReactNode {
  const stop = useStopOperation(conn, id);
  const { data: health } = useQuery(healthQuery());
  if (status !== "running") return null;
  const readOnly = health?.writable === false;
  return (
    <Button
      disabled={stop.isPending || readOnly}
      title={readOnly ? "Flowlock is read-only here." : undefined}
      onClick={() =>
        stop.mutate(undefined, {
          onSuccess: (stopped) => {
            const acted = countActed(stopped).toLocaleString("en-US");
            const total = stopped.total.toLocaleString("en-US");
            tell({ kind: "done", text: `Stop. ${acted} of ${total} done. Done ones stay done.` });
          },
          onError: (error) => tell({ kind: "failed", text: explain(error) }),
        })
      }
    >
      Stop
    </Button>
  );
}

/** A new dry run of the same action on what was not done. */
function RetryFailures({ conn, operation }: Props): ReactNode {
  const { id, action, options, counts, endedAtMs } = operation;
  const [jobs, setJobs] = useState<readonly NamedJob[] | null>(null);
  const { data: health } = useQuery(healthQuery());
  const failed = counts.skipped + counts.refused + counts.unknown;
  if (endedAtMs === null || failed === 0 || !isBulkAction(action)) return null;
  const open = async (): Promise<void> => {
    try {
      const results = await fetchResults(conn, id, ["skipped", "refused", "unknown"]);
      setJobs(results.map(({ job }) => ({ ...job, name: null })));
    } catch (error) {
      tell({ kind: "failed", text: explain(error) });
    }
  };
  return (
    <>
      <Button
        disabled={health?.writable === false}
        title={health?.writable === false ? "Flowlock is read-only here." : undefined}
        onClick={() => void open()}
      >
        Try {countOf(failed, "failure")} again…
      </Button>
      {jobs === null ? null : (
        <BulkDialog
          conn={conn}
          action={action}
          target={{ jobs }}
          about={`${countOf(failed, "job")} not done before`}
          options={options}
          onClose={() => setJobs(null)}
          onDone={() => undefined}
        />
      )}
    </>
  );
}

async function saveCsv(conn: string, id: string): Promise<void> {
  try {
    downloadCsv(await fetchResults(conn, id), `flowlock-${id}.csv`);
  } catch (error) {
    tell({ kind: "failed", text: explain(error) });
  }
}

function explain(error: unknown): string {
  return error instanceof ApiError ? error.message : "The server can't be reached.";
}

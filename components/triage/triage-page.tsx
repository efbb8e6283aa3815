"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";

import { LazyActionDialog } from "@/components/action-dialog/lazy-action-dialog";
import type { Acting } from "@/components/action-dialog/lazy-action-dialog";
import { SelectButton } from "@/components/bulk/select-box";
import { CsvButton } from "@/components/page/csv-button";
import { SelectionProvider } from "@/components/bulk/selection-provider";
import type { Expected } from "@/components/limits/expected-dialog";
import { LazyExpectedDialog } from "@/components/limits/lazy-expected-dialog";
import { useRowKeys } from "@/components/page/use-row-keys";
import { Button } from "@/components/ui/button";
import { Glyph } from "@/components/ui/glyph";
import { PanelError } from "@/components/ui/panel-error";
import { copyText } from "@/lib/client/copy-text";
import { flowsHref, locksHref } from "@/lib/client/links";
import { healthQuery, triageQuery } from "@/lib/client/queries";
import { useIsStale } from "@/lib/client/use-live-status";
import type { Triage } from "@/lib/contract/flow-schemas";
import { severities } from "@/lib/core/cause";
import { incidentMarkdown } from "@/lib/core/incident-markdown";
import { countOf } from "@/lib/core/job-label";
import { isQueueCause } from "@/lib/core/queue-causes";
import { triageSentence } from "@/lib/core/triage-sentence";

import { allOfSection } from "./all-of-section";
import { copyIncidentOf } from "./copy-incident-of";
import { rowKey } from "./row-key";
import { TriageSection } from "./triage-section";
import { TriageSkeleton } from "./triage-skeleton";
import { useKnownQueues } from "./use-known-queues";
import { useSteadyRows } from "./use-steady-rows";

/** What blocks flows now: one sentence, then the culprits by how bad they are. */
export function TriagePage({ conn }: { readonly conn: string }): ReactNode {
  const { data, error, refetch } = useQuery(triageQuery(conn));
  if (data !== undefined) return <TriageList conn={conn} triage={data} />;
  return error === null ? <TriageSkeleton /> : <PanelError error={error} onRetry={() => void refetch()} />;
}

function TriageList({ conn, triage }: { readonly conn: string; readonly triage: Triage }): ReactNode {
  const { data: health } = useQuery(healthQuery());
  const { rows, sectionOf, held, hold, release, showAll } = useSteadyRows(triage.culprits);
  const [acting, setActing] = useState<Acting | null>(null);
  const [expected, setExpected] = useState<Expected | null>(null);
  const holdForDialog = (): void => {
    hold("dialog");
    // The menu goes away under the pointer, which is never told to leave it.
    release("pointer");
  };
  const act = (next: Acting): void => {
    holdForDialog();
    setActing(next);
  };
  const expectIt = (next: Expected): void => {
    holdForDialog();
    setExpected(next);
  };
  useEffect(() => {
    // After the dialog has gone, and so after the focus has come back to the row.
    if (acting === null && expected === null) release("dialog");
  }, [acting, expected, release]);
  const stale = useIsStale(conn);
  const queues = useKnownQueues(conn);
  const environment = health?.environment ?? null;
  useRowKeys({
    onIncident: (row) => {
      const culprit = rows.find((one) => rowKey(one) === row);
      if (culprit !== undefined) void copyIncidentOf({ conn, culprit, readAtMs: triage.readAtMs, environment });
    },
  });
  const copySummary = async (): Promise<void> => {
    const place = { url: window.location.href, readAtMs: triage.readAtMs, environment, snapshot: null };
    const texts = triage.culprits.slice(0, 10).map((culprit) => incidentMarkdown(culprit, place));
    await copyText([triageSentence(triage), ...texts].join("\n\n"), "Summary copied");
  };
  const sections = severities
    .map((severity) => ({ severity, culprits: rows.filter((row) => sectionOf(row) === severity) }))
    .filter(({ culprits }) => culprits.length > 0);
  const selectable = sections.map(({ severity, culprits }) => ({
    severity,
    jobs: culprits.filter(({ cause }) => !isQueueCause(cause)).map(({ job }) => job),
  }));
  const rowJobs = selectable.flatMap(({ jobs }) => jobs);
  return (
    <SelectionProvider conn={conn} rows={rowJobs} all={(anchor) => allOfSection(triage, selectable, anchor)}>
      <title>{`${rows.some(({ severity }) => severity === "stuck") ? "◆ " : ""}Triage — Flowlock`}</title>
      <p role="status" className="sr-only">
        {triageSentence(triage)}
      </p>
      <div className="flex flex-none items-start gap-4 px-6 pt-5 pb-3 max-md:px-4 max-md:pt-4">
        <div className="min-w-0 flex-1">
          <h1 className="text-20 font-semibold tracking-[-0.015em] text-balance">{triageSentence(triage)}</h1>
          <p className="text-text-muted">
            Checked {countOf(triage.checked.parents, "waiting parent")} and {countOf(triage.checked.locks, "lock")} at{" "}
            <span className="mono">{new Date(triage.readAtMs).toISOString().slice(11, 19)} UTC</span>.
          </p>
        </div>
        {triage.culprits.length === 0 ? null : (
          <span className="flex gap-2">
            {rowJobs.length === 0 ? null : <SelectButton />}
            <Button onClick={() => void copySummary()} className="max-md:hidden">
              Copy summary
            </Button>
            <CsvButton list="triage" rows={triage.culprits} />
          </span>
        )}
      </div>
      {sections.length === 0 ? <QuietLinks conn={conn} /> : null}
      {held === 0 ? null : (
        <div className="sticky top-0 z-10 flex justify-center">
          <Button onClick={showAll} className="absolute -top-1 rounded-full shadow-lift">
            {held} new · Show
          </Button>
        </div>
      )}
      <div
        onPointerEnter={() => hold("pointer")}
        onPointerLeave={() => release("pointer")}
        onFocus={() => hold("focus")}
        onBlur={() => release("focus")}
      >
        {sections.map(({ severity, culprits }, index) => (
          <TriageSection
            key={severity}
            conn={conn}
            severity={severity}
            culprits={culprits}
            total={triage.sections.find((section) => section.severity === severity)?.total ?? culprits.length}
            readAtMs={triage.readAtMs}
            environment={environment}
            stale={stale}
            queues={queues}
            first={index === 0}
            onAct={act}
            onExpect={expectIt}
          />
        ))}
      </div>
      {triage.cleared === 0 ? null : (
        <p className="flex h-10 items-center gap-2 border-t px-6 max-md:h-11 max-md:px-4">
          <Glyph name="completed" className="text-text-muted" />
          Cleared in the last 24 h{" "}
          <span className="mono text-text-muted">{triage.cleared.toLocaleString("en-US")}</span>
        </p>
      )}
      <div className="border-t" />
      <LazyActionDialog conn={conn} acting={acting} onClose={() => setActing(null)} />
      <LazyExpectedDialog conn={conn} expected={expected} onClose={() => setExpected(null)} />
    </SelectionProvider>
  );
}

function QuietLinks({ conn }: { readonly conn: string }): ReactNode {
  const look = "text-accent underline-offset-2 hover:underline";
  return (
    <p className="flex gap-4 px-6 pb-6 max-md:px-4">
      <Link href={flowsHref(conn)} className={look}>
        All flows
      </Link>
      <Link href={locksHref(conn)} className={look}>
        Locks
      </Link>
    </p>
  );
}

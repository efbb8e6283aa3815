"use client";

import type { ReactNode } from "react";

import { SelectButton, SelectMany } from "@/components/bulk/select-box";
import type { AllMatching } from "@/components/bulk/selection";
import { SelectionProvider } from "@/components/bulk/selection-provider";
import { clockText } from "@/components/page/clock";
import { CsvButton } from "@/components/page/csv-button";
import { GridTable } from "@/components/page/grid-table";
import { LoadMore } from "@/components/page/load-more";
import { PageEmpty } from "@/components/page/page-empty";
import { Button } from "@/components/ui/button";
import { lazyOverlay } from "@/components/ui/lazy-overlay";
import { usePreload } from "@/components/ui/lazy-part";
import { useIsStale } from "@/lib/client/use-live-status";
import type { LocksPage } from "@/lib/contract/job-schemas";
import { countOf } from "@/lib/core/job-label";
import type { LockState } from "@/lib/core/lock-state";

import { groupLocks } from "./group-locks";
import type { LockGroup } from "./group-locks";
import { lockName } from "./lock-name";
import { lockColumns, LockRow, lockTemplate } from "./lock-row";
import { useBlockedTimes } from "./use-blocked-times";
import type { LockFilter } from "./use-lock-filter";

const LockDrawer = lazyOverlay(() => import("./lock-drawer").then((module) => module.LockDrawer));

type LockListProps = {
  readonly conn: string;
  readonly page: LocksPage;
  readonly filter: LockFilter;
  /** Opens a lock's drawer by its name, closes it with `null`. */
  readonly onOpen: (lock: string | null) => void;
  readonly onClear: () => void;
};

/** The locks that match, in groups where asked for; its foot says what is shown. */
export function LockList({ conn, page, filter, onOpen, onClear }: LockListProps): ReactNode {
  usePreload(LockDrawer);
  const stale = useIsStale(conn);
  const blockedMs = useBlockedTimes(conn);
  const total = Object.values(page.counts).reduce((sum, count) => sum + (count ?? 0), 0);
  const shown = page.locks.filter((lock) => matches(lock, filter.q));
  if (total === 0)
    return (
      <PageEmpty title="No job holds a lock.">
        <p>No worker runs a job now. Checked at {clockText(page.readAtMs)}.</p>
      </PageEmpty>
    );
  if (shown.length === 0)
    return (
      <PageEmpty title="No lock matches.">
        <p>{countOf(total, "lock")} without this filter.</p>
        <Button onClick={onClear}>Clear filter</Button>
      </PageEmpty>
    );
  const opened = page.locks.find((lock) => lockName(lock) === filter.lock);
  const groups = groupLocks(shown, filter.by);
  const named = groups.flatMap(({ locks }) => locks.map(({ job }) => job));
  return (
    <SelectionProvider conn={conn} rows={named} all={() => allOf(filter, page)}>
      <div className="flex flex-none px-6 pb-3 max-md:px-4">
        <SelectButton />
      </div>
      <GridTable
        label="Locks"
        columns={lockColumns}
        template={lockTemplate}
        lead={<SelectMany jobs={named} label="all that are shown" role="columnheader" />}
      >
        {groups.map((group) => (
          <LockGroupRows
            key={group.id}
            conn={conn}
            group={group}
            readAtMs={page.readAtMs}
            stale={stale}
            blockedMs={blockedMs}
            onOpen={onOpen}
          />
        ))}
      </GridTable>
      <LoadMore
        hasMore={false}
        loading={false}
        onMore={() => undefined}
        aside={<CsvButton list="locks" rows={shown} />}
      >
        {countOf(shown.length, "lock")} of {total.toLocaleString("en-US")} shown, by suspicion. Read at{" "}
        <span className="mono">{clockText(page.readAtMs)}</span>.
        {page.cursor === null ? "" : " The rest is less suspicious and is not shown."}
      </LoadMore>
      {opened === undefined ? null : (
        <LockDrawer conn={conn} lock={opened} readAtMs={page.readAtMs} onClose={() => onOpen(null)} />
      )}
    </SelectionProvider>
  );
}

/** What is typed into the filter is no filter of the server's. */
function allOf({ verdict, q }: LockFilter, { counts }: LocksPage): AllMatching | null {
  return verdict === null || q !== "" ? null : { filter: { verdict }, total: counts[verdict] ?? 0 };
}

type LockGroupRowsProps = {
  readonly conn: string;
  readonly group: LockGroup;
  readonly readAtMs: number;
  readonly stale: boolean;
  readonly blockedMs: ReadonlyMap<string, number>;
  readonly onOpen: (lock: string) => void;
};

function LockGroupRows({ conn, group, readAtMs, stale, blockedMs, onOpen }: LockGroupRowsProps): ReactNode {
  return (
    <>
      {group.title === null ? null : (
        <div role="row" className="relative flex h-9 items-center gap-2 border-b bg-bg-subtle px-6 max-md:px-4">
          <SelectMany jobs={group.locks.map(({ job }) => job)} label={`all of ${group.title}`} role="cell" />
          <span role="rowheader" className="flex min-w-0 items-center gap-2">
            <bdi className="min-w-0 truncate font-semibold">{group.title}</bdi>
            <span className="whitespace-nowrap text-text-muted">
              {countOf(group.locks.length, "lock")}
              {group.suspects === 0 ? "" : `, ${countOf(group.suspects, "suspect")}`}
            </span>
          </span>
        </div>
      )}
      {group.locks.map((lock) => (
        <LockRow
          key={lockName(lock)}
          conn={conn}
          lock={lock}
          readAtMs={readAtMs}
          stale={stale}
          blockedMs={blockedMs.get(lockName(lock)) ?? 0}
          onOpen={() => onOpen(lockName(lock))}
        />
      ))}
    </>
  );
}

function matches({ job, holder }: LockState, text: string): boolean {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const own = `${job.name ?? ""} ${job.id} ${job.queue} ${holder ?? ""}`.toLowerCase();
  return words.every((word) => own.includes(word.replace(/^#/, "")));
}

"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { CsvButton } from "@/components/page/csv-button";
import { GridTable } from "@/components/page/grid-table";
import { ListSkeleton } from "@/components/page/list-skeleton";
import { LoadMore } from "@/components/page/load-more";
import { PageHead } from "@/components/page/page-head";
import { PageTrouble } from "@/components/page/page-trouble";
import { QueueFilter } from "@/components/page/queue-filter";
import { SearchBox } from "@/components/page/search-box";
import { useRowKeys } from "@/components/page/use-row-keys";
import { flowsQuery } from "@/lib/client/queries";
import { countOf } from "@/lib/core/job-label";

import { flowColumns, FlowRow, flowTemplate } from "./flow-row";
import { FlowTabs } from "./flow-tabs";
import { NoFlows } from "./no-flows";
import { useFlowFilter } from "./use-flow-filter";

/** All flows of a connection, newest first: search and browse. */
export function FlowsPage({ conn }: { readonly conn: string }): ReactNode {
  const { filter, change } = useFlowFilter();
  useRowKeys();
  return (
    <>
      <title>Flows — Flowlock</title>
      <PageHead namesPlace title="Flows" note="A flow is a job with children. Newest first." />
      <div role="search" className="flex flex-none flex-wrap items-center gap-2 px-6 pb-3 max-md:px-4">
        <FlowTabs value={filter.state} onChange={(state) => change({ state: state === "all" ? null : state })} />
        <QueueFilter conn={conn} value={filter.queue} onChange={(queue) => change({ queue })} />
        <SearchBox
          label="Filter flows by name, id or queue"
          placeholder="Name, id or queue"
          value={filter.q ?? ""}
          onChange={(q) => change({ q })}
        />
      </div>
      <FlowList conn={conn} />
    </>
  );
}

function FlowList({ conn }: { readonly conn: string }): ReactNode {
  const { filter, change } = useFlowFilter();
  const query = useInfiniteQuery(flowsQuery(conn, filter));
  if (query.data === undefined) {
    if (query.error === null) return <ListSkeleton label="Loading the flows" />;
    return <PageTrouble what="The flows" error={query.error} onRetry={() => void query.refetch()} />;
  }
  const pages = query.data.pages;
  const flows = pages.flatMap((page) => page.flows.map((flow) => ({ flow, readAtMs: page.readAtMs })));
  if (flows.length === 0)
    return <NoFlows conn={conn} filter={filter} onClear={() => change({ state: null, queue: null, q: null })} />;
  const cut = pages.some(({ truncated }) => truncated);
  return (
    <div className={query.isPlaceholderData ? "opacity-60" : ""}>
      <GridTable label="Flows" columns={flowColumns} template={flowTemplate}>
        {flows.map(({ flow, readAtMs }) => (
          <FlowRow key={`${flow.root.queue} ${flow.root.id}`} conn={conn} flow={flow} readAtMs={readAtMs} />
        ))}
      </GridTable>
      <LoadMore
        hasMore={query.hasNextPage}
        loading={query.isFetchingNextPage}
        onMore={() => void query.fetchNextPage()}
        aside={<CsvButton list="flows" rows={flows.map(({ flow }) => flow)} />}
      >
        {countOf(flows.length, "flow")} shown{query.hasNextPage ? ", more follow" : ""}.
        {cut ? " Only the newest jobs of each state were looked at for flows." : ""}
      </LoadMore>
    </div>
  );
}

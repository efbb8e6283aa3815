"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";

import { PageEmpty } from "@/components/page/page-empty";
import { Button } from "@/components/ui/button";
import { queuesHref } from "@/lib/client/links";
import { queuesQuery } from "@/lib/client/queries";
import type { FlowFilter } from "@/lib/client/flow-filter";
import { countOf } from "@/lib/core/job-label";

type NoFlowsProps = {
  readonly conn: string;
  readonly filter: FlowFilter;
  readonly onClear: () => void;
};

/** Why the list of flows is empty: nothing matches, or there is no flow yet. */
export function NoFlows({ conn, filter, onClear }: NoFlowsProps): ReactNode {
  const queues = useQuery(queuesQuery(conn)).data;
  if (filter.state !== "all" || filter.queue !== null || filter.q !== null)
    return (
      <PageEmpty title="No flow matches.">
        <Button onClick={onClear}>Clear filter</Button>
      </PageEmpty>
    );
  return (
    <PageEmpty title="No flows yet.">
      <p>
        A flow appears when a job is added with children (<code className="mono-code">FlowProducer.add</code>).
      </p>
      {queues === undefined ? null : (
        <p>
          {queues.discovering && queues.queues.length === 0 ? (
            "Flowlock is still looking for queues."
          ) : (
            <Link href={queuesHref(conn)} className="text-accent hover:underline">
              {countOf(queues.queues.length, "queue")} found
            </Link>
          )}
        </p>
      )}
    </PageEmpty>
  );
}

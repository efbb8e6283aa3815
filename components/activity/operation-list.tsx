import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { ReactNode } from "react";

import { bulkTitle } from "@/components/bulk/bulk-words";
import { instantText } from "@/components/page/clock";
import { GridCell, GridRow, GridTable } from "@/components/page/grid-table";
import { operationHref } from "@/lib/client/links";
import { operationsQuery } from "@/lib/client/operation-query";
import type { OperationHead } from "@/lib/contract/action-schemas";
import { countActed } from "@/lib/core/operation";

const columns = [
  { id: "at", label: "Asked for" },
  { id: "what", label: "Action" },
  { id: "state", label: "How far" },
  { id: "reason", label: "Reason" },
] as const;

const template = "md:grid-cols-[144px_minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)]";

/** The latest actions on many jobs, each with its page; nothing where there was none. */
export function OperationList({ conn }: { readonly conn: string }): ReactNode {
  const operations = useQuery(operationsQuery(conn)).data?.operations ?? [];
  if (operations.length === 0) return null;
  return (
    <>
      <h2 className="border-t px-6 pt-4 pb-2 font-semibold max-md:px-4">Bulk actions</h2>
      <GridTable label="Bulk actions" columns={columns} template={template}>
        {operations.map((operation) => (
          <OperationRow key={operation.id} conn={conn} operation={operation} />
        ))}
      </GridTable>
    </>
  );
}

type RowProps = { readonly conn: string; readonly operation: OperationHead };

function OperationRow({ conn, operation }: RowProps): ReactNode {
  const { id, action, total, startedAtMs, reason } = operation;
  return (
    <GridRow template={template}>
      <GridCell className="mono-code whitespace-nowrap text-text-muted max-md:order-2">
        <time dateTime={new Date(startedAtMs).toISOString()}>{instantText(startedAtMs)}</time>
      </GridCell>
      <GridCell className="truncate max-md:order-1">
        <Link href={operationHref(conn, id)} prefetch={false} data-row="" className="row-link font-medium">
          {bulkTitle(action, total)}
        </Link>
      </GridCell>
      <GridCell className="truncate max-md:order-3">{howFar(operation)}</GridCell>
      <GridCell className="truncate text-text-muted max-md:order-4 max-md:text-right">
        <bdi title={reason}>{reason}</bdi>
      </GridCell>
    </GridRow>
  );
}

/** `Running, 412 of 1,312`; what was not done is said where it has ended. */
function howFar({ status, counts, total }: OperationHead): string {
  const of = `${countActed({ counts }).toLocaleString("en-US")} of ${total.toLocaleString("en-US")}`;
  if (status === "running") return `Running, ${of}`;
  if (status === "stopping") return `Stopping, ${of}`;
  const notDone = counts.skipped + counts.refused + counts.unknown;
  const rest = notDone === 0 ? "" : `, ${notDone.toLocaleString("en-US")} not done`;
  return status === "stopped" ? `Stopped at ${of}${rest}` : `Ended${rest}`;
}

import Link from "next/link";
import type { ReactNode } from "react";

import { GridCell, GridRow } from "@/components/page/grid-table";
import { ChildBar } from "@/components/ui/child-bar";
import { StateChip } from "@/components/ui/chip";
import { Glyph } from "@/components/ui/glyph";
import { JobName } from "@/components/ui/job-name";
import { looksOf, toneText } from "@/components/ui/state-looks";
import { flowHref } from "@/lib/client/links";
import type { FlowsPage } from "@/lib/contract/flow-schemas";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";
import { limits } from "@/lib/core/limits";
import { causeWords } from "@/lib/core/why-text";

export const flowColumns = [
  { id: "flow", label: "Flow" },
  { id: "queue", label: "Queue" },
  { id: "state", label: "State" },
  { id: "children", label: "Children" },
  { id: "why", label: "Held up by", className: "max-lg:hidden" },
  { id: "age", label: "Added", end: true },
] as const;

export const flowTemplate =
  "md:grid-cols-[minmax(0,1fr)_112px_120px_208px_88px] lg:grid-cols-[minmax(0,1fr)_128px_128px_240px_176px_96px]";

type FlowRowProps = {
  readonly conn: string;
  readonly flow: FlowsPage["flows"][number];
  readonly readAtMs: number;
};

/** One flow: its root, how far its children are, and what holds it up. */
export function FlowRow({ conn, flow, readAtMs }: FlowRowProps): ReactNode {
  const { root, state, children, createdAtMs, blocked, cause } = flow;
  const looks = looksOf(state);
  const waiting = state === "waiting-children" && !blocked;
  return (
    <GridRow template={flowTemplate}>
      <GridCell className="flex items-center gap-2 max-md:min-w-0 max-md:flex-1">
        <Glyph name={waiting ? "active" : looks.glyph} className={toneText[waiting ? "active" : looks.tone]} />
        <FlowLink conn={conn} flow={flow}>
          <JobName name={root.name} id={root.id} nameClassName="font-medium" />
        </FlowLink>
      </GridCell>
      <GridCell className="truncate text-text-muted max-md:hidden">
        <bdi title={root.queue}>{queueLabel(root.queue)}</bdi>
      </GridCell>
      <GridCell className="max-md:order-3">
        {waiting ? <span className="pl-1 text-text-muted">Running</span> : <StateChip state={state} />}
      </GridCell>
      <GridCell className="flex items-center gap-3 max-md:order-4">
        <Children counts={children} />
      </GridCell>
      <GridCell className="truncate max-lg:hidden">{cause === null ? null : sentenceCase(causeWords(cause))}</GridCell>
      <GridCell className="mono text-right whitespace-nowrap text-text-muted max-md:order-2">
        {createdAtMs === null ? "" : `${formatDuration(readAtMs - createdAtMs)} ago`}
      </GridCell>
    </GridRow>
  );
}

/** Ids that are too long for an address are shown and lead nowhere. */
function FlowLink({
  conn,
  flow,
  children,
}: Omit<FlowRowProps, "readAtMs"> & { readonly children: ReactNode }): ReactNode {
  const { root, blocked } = flow;
  if (root.id.length > limits.idBytesMax) return children;
  const href = flowHref(conn, root, blocked ? { panel: "why", scope: "path" } : {});
  return (
    <Link href={href} prefetch={false} data-row="" className="row-link min-w-0">
      {children}
    </Link>
  );
}

function Children({ counts }: { readonly counts: FlowsPage["flows"][number]["children"] }): ReactNode {
  const total = counts.processed + counts.unprocessed + counts.ignored + counts.failed;
  if (total === 0) return <span className="text-text-muted">no children</span>;
  const text =
    counts.unprocessed === 0
      ? `${total.toLocaleString("en-US")} done`
      : `${counts.unprocessed.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} left`;
  return (
    <>
      <ChildBar counts={counts} width={96} height={6} />
      <span className="text-12 whitespace-nowrap text-text-muted">{text}</span>
    </>
  );
}

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

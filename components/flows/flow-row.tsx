import Link from "next/link";
import type { ReactNode } from "react";

import { agoText } from "@/components/page/clock";
import { GridCell, GridRow } from "@/components/page/grid-table";
import { ChildBar } from "@/components/ui/child-bar";
import { StateChip } from "@/components/ui/chip";
import { Glyph } from "@/components/ui/glyph";
import { JobName } from "@/components/ui/job-name";
import { looksOf, stateLooks, toneText } from "@/components/ui/state-looks";
import { flowHref } from "@/lib/client/links";
import type { FlowsPage } from "@/lib/contract/flow-schemas";
import { queueLabel } from "@/lib/core/job-label";
import { limits } from "@/lib/core/limits";

import { FlowCause } from "./flow-cause";

type ListedFlow = FlowsPage["flows"][number];

export const flowColumns = [
  { id: "flow", label: "Flow" },
  { id: "queue", label: "Queue" },
  { id: "state", label: "State" },
  { id: "children", label: "Children" },
  { id: "cause", label: "Cause", className: "max-lg:hidden" },
  { id: "age", label: "Added", end: true },
] as const;

export const flowTemplate =
  "md:grid-cols-[minmax(0,1fr)_112px_104px_208px_88px] lg:grid-cols-[minmax(0,1fr)_128px_112px_232px_176px_104px]";

type FlowRowProps = { readonly conn: string; readonly flow: ListedFlow; readonly readAtMs: number };

/** One flow: its root, how far its children are, and what holds it up. */
export function FlowRow({ conn, flow, readAtMs }: FlowRowProps): ReactNode {
  const { root, state, createdAtMs, blocked, cause } = flow;
  const running = state === "waiting-children" && !blocked;
  const looks = running ? stateLooks.active : looksOf(state);
  return (
    <GridRow template={flowTemplate}>
      <GridCell className="flex items-center gap-2">
        <Glyph name={looks.glyph} className={toneText[looks.tone]} />
        <FlowLink conn={conn} flow={flow}>
          <JobName name={root.name} id={root.id} nameClassName="font-medium" />
        </FlowLink>
      </GridCell>
      <GridCell className="truncate text-text-muted max-md:hidden">
        <bdi title={root.queue}>{queueLabel(root.queue)}</bdi>
      </GridCell>
      <GridCell className="flex items-center max-md:order-3">
        {blocked || state === "failed" ? (
          <StateChip state={state} />
        ) : (
          <span className="text-text-muted max-md:pl-6">{running ? "Running" : looks.word}</span>
        )}
      </GridCell>
      <GridCell className="flex items-center gap-3 max-md:order-4">
        <Children flow={flow} />
      </GridCell>
      <GridCell className="truncate max-lg:hidden">
        <FlowCause cause={cause} />
      </GridCell>
      <GridCell className="mono text-right whitespace-nowrap text-text-muted max-md:order-2">
        {createdAtMs === null ? "" : agoText(readAtMs - createdAtMs)}
      </GridCell>
    </GridRow>
  );
}

type FlowLinkProps = Omit<FlowRowProps, "readAtMs"> & { readonly children: ReactNode };

/** Ids that are too long for an address are shown and lead nowhere. */
function FlowLink({ conn, flow: { root, blocked }, children }: FlowLinkProps): ReactNode {
  if (root.id.length > limits.idBytesMax) return children;
  const href = flowHref(conn, root, blocked ? { panel: "why", scope: "path" } : {});
  return (
    <Link href={href} prefetch={false} data-row="" className="row-link flex min-w-0">
      {children}
    </Link>
  );
}

function Children({ flow: { children: counts, blocked } }: Pick<FlowRowProps, "flow">): ReactNode {
  const total = counts.processed + counts.unprocessed + counts.ignored + counts.failed;
  if (total === 0) return <span className="text-text-muted">no children</span>;
  const text =
    counts.unprocessed === 0
      ? `${total.toLocaleString("en-US")} done`
      : `${counts.unprocessed.toLocaleString("en-US")} of ${total.toLocaleString("en-US")} left`;
  return (
    <>
      <ChildBar counts={counts} left={blocked ? "blocked" : "active"} width={96} height={6} className="max-md:hidden" />
      <span className="text-12 whitespace-nowrap text-text-muted">{text}</span>
    </>
  );
}

"use client";

import "@/components/flow/flow-page.css";

import { QueryClientProvider, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";

import { LoadedFlow } from "@/components/flow/loaded-flow";
import { useFlowUrl } from "@/components/flow/use-flow-url";
import type { FlowUrl } from "@/components/flow/use-flow-url";
import { sayFirstLook } from "@/components/ui/first-look";
import { createFrozenClient } from "@/lib/client/frozen-client";
import { healthKey } from "@/lib/client/health-cache";
import { tell } from "@/lib/client/tell";
import type { SnapshotAnswer } from "@/lib/contract/snapshot-schemas";
import { sameJob } from "@/lib/core/job-ref";

import { Frozen } from "./frozen";
import { SnapshotBanner } from "./snapshot-banner";

type Props = { readonly conn: string; readonly snapshot: SnapshotAnswer };

/** A flow as it was: the flow page over what was kept, without asking for anything and without actions. */
export function FrozenFlow({ conn, snapshot }: Props): ReactNode {
  const live = useQueryClient();
  const [client] = useState(() => createFrozenClient(conn, snapshot, live.getQueryData(healthKey)));
  const url = useFrozenUrl(snapshot);
  useEffect(sayFirstLook, []);
  return (
    <>
      <SnapshotBanner conn={conn} snapshot={snapshot} />
      <QueryClientProvider client={client}>
        <Frozen value>
          <LoadedFlow conn={conn} view={snapshot.view} url={url} />
        </Frozen>
      </QueryClientProvider>
    </>
  );
}

/** The scope is the one that was kept, and what was folded is not there to be opened. */
function useFrozenUrl({ view, scope, job }: SnapshotAnswer): FlowUrl {
  const url = useFlowUrl();
  const kept = view.nodes.some((node) => sameJob(node.job, job)) ? { queue: job.queue, id: job.id } : null;
  return {
    ...url,
    sel: url.sel ?? kept,
    panel: url.panel === "details" ? "details" : "why",
    scope,
    open: null,
    change: ({ open, ...change }) => {
      if (open !== undefined && open !== null)
        tell({ kind: "news", text: "These jobs were only counted. A snapshot keeps what was on screen." });
      url.change({ ...change, scope: null });
    },
  };
}

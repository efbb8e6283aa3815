"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";

import { ActionDialogProvider } from "@/components/action-dialog/action-dialog-provider";
import { useIsFrozen } from "@/components/snapshot/frozen";
import { lazyPart } from "@/components/ui/lazy-part";
import { copyIncident } from "@/components/share/copy-incident";
import { shownFlow } from "@/lib/client/shown-flow";
import { healthQuery } from "@/lib/client/queries";
import type { FlowItem } from "@/lib/graph/flow-tree";
import { toFlowTree } from "@/lib/graph/flow-tree";
import type { FlowView } from "@/lib/core/flow-view";
import { jobKey, sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import { FlowActions } from "./flow-actions";
import { FlowColumns } from "./flow-columns";
import { FlowHeader } from "./flow-header";
import { flowTitle } from "./flow-title";
import { useFlowKeys } from "./use-flow-keys";
import { useFlowPaths } from "./use-flow-paths";
import type { FlowUrl } from "./use-flow-url";
import { useLayoutMode } from "./use-layout-mode";
import { usePinnedCulprit } from "./use-pinned-culprit";
import { useStableTree } from "./use-stable-tree";

const FlowPhone = lazyPart(() => import("./flow-phone").then((module) => module.FlowPhone));

type Props = { readonly conn: string; readonly view: FlowView; readonly url: FlowUrl };

/** The flow page once there is something to show: header, panes, keys and the one dialog. Of what is past without actions. */
export function LoadedFlow({ conn, view, url }: Props) {
  const mode = useLayoutMode();
  const [menuOpen, setMenuOpen] = useState(false);
  const scope = url.scope ?? (view.diagnosis.blocked ? "path" : "all");
  const open = url.open ?? [];
  const fresh = useMemo(() => toFlowTree(view), [view]);
  // What the operator asks for may move cards; what a poll brings may not.
  const orderKey = JSON.stringify([scope, open]);
  const stable = useStableTree(fresh, orderKey);
  const pinned = usePinnedCulprit(view);
  const current = url.sel ?? pinned;
  const selectedId = jobKey(current);
  const paths = useFlowPaths(view.diagnosis, selectedId);
  const select = (ref: JobRef) => url.change({ sel: { queue: ref.queue, id: ref.id } });
  const onOpen = (item: FlowItem) => {
    if (item.kind === "job") return select(item.node.job);
    url.change({ open: [...new Set([...open, item.id])] });
  };
  const { data: health } = useQuery(healthQuery());
  const environment = health?.environment ?? null;
  const isFrozen = useIsFrozen();
  const shown = { conn, view, current, scope, open, environment, writable: health?.writable };
  const copy = () => void copyIncident({ conn, diagnosis: view.diagnosis, environment, isFrozen });
  useEffect(() => shownFlow.offer(isFrozen ? null : shown));
  useFlowKeys({
    view,
    current,
    scope,
    select,
    change: url.change,
    openMenu: () => setMenuOpen(true),
    copyIncident: copy,
  });
  const root = view.nodes.find((node) => sameJob(node.job, view.root)) ?? null;
  const node = view.nodes.find((one) => sameJob(one.job, current)) ?? null;
  const shared = { conn, view, url, scope, stable, paths, current, selectedId, select, onOpen };
  return (
    <ActionDialogProvider conn={conn}>
      <title>{(isFrozen ? "Frozen — " : "") + flowTitle(view, environment, conn)}</title>
      <a
        href="#flow-outline"
        className="sr-only z-20 rounded-ui bg-bg px-3 py-1 focus:not-sr-only focus:absolute"
        onClick={() => url.change({ view: "outline" })}
      >
        Skip to outline
      </a>
      <FlowHeader conn={conn} view={view} root={root} onJump={select}>
        {isFrozen ? null : (
          <FlowActions
            job={node?.job ?? { ...current, name: null }}
            node={node}
            shown={shown}
            open={menuOpen}
            onOpenChange={setMenuOpen}
          />
        )}
      </FlowHeader>
      {mode === "phone" ? <FlowPhone {...shared} /> : <FlowColumns {...shared} mode={mode} />}
    </ActionDialogProvider>
  );
}

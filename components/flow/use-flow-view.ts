"use client";

import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect } from "react";

import { isGone } from "@/lib/client/is-gone";
import { flowHref } from "@/lib/client/links";
import { whileLive } from "@/lib/client/live-switch";
import { flowViewQuery } from "@/lib/client/queries";
import type { FlowView } from "@/lib/core/flow-view";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import type { FlowUrl } from "./use-flow-url";

const liveMs = 2_000;

export type FlowRead = {
  readonly view: FlowView | undefined;
  readonly error: Error | null;
  /** The link's selected job is not in Redis; its flow is shown without it. */
  readonly selectedGone: boolean;
  readonly retry: () => void;
};

/** The flow of the selected job, so that the job is never folded away; where that job is gone, the flow of the address. */
export function useFlowView(conn: string, requested: JobRef, url: FlowUrl): FlowRead {
  const { sel } = url;
  const read = useView(conn, sel ?? requested, url, true);
  const selectedGone = sel !== null && isGone(read.error);
  const fallback = useView(conn, requested, url, selectedGone);
  const used = selectedGone ? fallback : read;
  const view = shownView(read, selectedGone ? fallback : null);
  useRootAddress(conn, requested, view, url);
  return { view, error: used.error, selectedGone, retry: () => void used.refetch() };
}

type Read<View> = { readonly data: View | undefined; readonly error: Error | null };

/**
 * The view to show; `fallback` is the flow without its selected job that has gone. While that is on its way the last
 * view stays, because keys and dialogs live in it; where the flow itself has gone nothing does.
 */
export function shownView<View>(read: Read<View>, fallback: Read<View> | null): View | undefined {
  if (fallback === null) return isGone(read.error) ? undefined : read.data;
  if (isGone(fallback.error)) return undefined;
  return fallback.data ?? read.data;
}

/** What is gone does not come back by asking every two seconds. */
function useView(conn: string, job: JobRef, { scope, open }: FlowUrl, enabled: boolean) {
  const whenLive = whileLive(liveMs);
  return useQuery({
    ...flowViewQuery(conn, job, { scope, open: open ?? [] }),
    enabled,
    refetchInterval: (query) => (isGone(query.state.error) ? false : whenLive(query)),
  });
}

/** The address always names the root: opened on a child, it moves there with the child selected. */
function useRootAddress(
  conn: string,
  requested: JobRef,
  view: FlowView | undefined,
  { sel, panel, scope }: FlowUrl,
): void {
  const router = useRouter();
  useEffect(() => {
    if (view === undefined || sameJob(view.root, requested)) return;
    router.replace(
      flowHref(conn, view.root, {
        sel: sel ?? requested,
        ...(panel === null ? {} : { panel }),
        ...(scope === null ? {} : { scope }),
      }),
    );
  }, [conn, panel, requested, router, scope, sel, view]);
}

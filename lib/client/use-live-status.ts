import { useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";

import { ApiError, OddAnswerError } from "./fetch-json";
import { liveStatus } from "./live-status";
import type { LiveStatus } from "./live-status";
import { liveSwitch } from "./live-switch";
import { connKey } from "./queries";
import { useNow } from "./use-now";

export type Live = {
  readonly status: LiveStatus;
  /** Age of what is on screen, `null` before the first answer. */
  readonly ageMs: number | null;
  readonly setPaused: (paused: boolean) => void;
};

/** How fresh the reads of one connection that are on screen are. */
export function useLiveStatus(conn: string): Live {
  const queryClient = useQueryClient();
  const nowMs = useNow();
  const paused = useSyncExternalStore(liveSwitch.subscribe, liveSwitch.isPaused, () => false);
  const setPaused = useCallback(
    (next: boolean) => {
      liveSwitch.set(next);
      resetTimers(queryClient);
      if (!next) void queryClient.invalidateQueries({ queryKey: connKey(conn) });
    },
    [queryClient, conn],
  );
  if (nowMs === null) return { status: "catching-up", ageMs: null, setPaused };
  const { updatedAtMs, unanswered } = readCache(queryClient, conn);
  return {
    status: liveStatus({ paused, updatedAtMs, unanswered, nowMs }),
    ageMs: updatedAtMs === null ? null : Math.max(0, nowMs - updatedAtMs),
    setPaused,
  };
}

/** A timer that runs already asks about the pause only after its next answer; this makes it ask now. */
function resetTimers(queryClient: QueryClient): void {
  for (const query of queryClient.getQueryCache().findAll({ type: "active" }))
    for (const observer of query.observers) observer.setOptions({ ...observer.options });
}

function readCache(
  queryClient: QueryClient,
  conn: string,
): { readonly updatedAtMs: number | null; readonly unanswered: boolean } {
  const shown = queryClient.getQueryCache().findAll({ queryKey: connKey(conn), type: "active" });
  const answered = shown.map(({ state }) => state.dataUpdatedAt).filter((atMs) => atMs > 0);
  return {
    updatedAtMs: answered.length === 0 ? null : Math.max(...answered),
    unanswered: shown.some(
      ({ state: { error } }) => error !== null && !(error instanceof ApiError) && !(error instanceof OddAnswerError),
    ),
  };
}

import { useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";

import { ApiError, OddAnswerError } from "./fetch-json";
import { liveStatus } from "./live-status";
import type { LiveReading, LiveStatus } from "./live-status";
import { liveSwitch } from "./live-switch";
import { connKey } from "./queries";
import { setPaused } from "./set-paused";
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
  const pause = useCallback((next: boolean) => setPaused(queryClient, conn, next), [queryClient, conn]);
  if (nowMs === null) return { status: "catching-up", ageMs: null, setPaused: pause };
  const { updatedAtMs, unanswered, unread } = readCache(queryClient, conn);
  return {
    status: liveStatus({ paused, updatedAtMs, unanswered, unread, nowMs }),
    ageMs: updatedAtMs === null ? null : Math.max(0, nowMs - updatedAtMs),
    setPaused: pause,
  };
}

/** Whether what is on screen is too old to count on: countdowns then stop. */
export function useIsStale(conn: string): boolean {
  const { status } = useLiveStatus(conn);
  return status === "stale" || status === "offline";
}

function readCache(queryClient: QueryClient, conn: string): Pick<LiveReading, "updatedAtMs" | "unanswered" | "unread"> {
  const shown = queryClient.getQueryCache().findAll({ queryKey: connKey(conn), type: "active" });
  const answered = shown.map(({ state }) => state.dataUpdatedAt).filter((atMs) => atMs > 0);
  const errors = shown.flatMap(({ state: { error } }) => error ?? []);
  return {
    updatedAtMs: answered.length === 0 ? null : Math.max(...answered),
    unanswered: errors.some((error) => !(error instanceof ApiError) && !(error instanceof OddAnswerError)),
    unread: errors.some((error) => error instanceof ApiError && error.status === 503),
  };
}

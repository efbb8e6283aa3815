import { useQueryClient } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { useCallback, useSyncExternalStore } from "react";

import type { FlowView } from "@/lib/core/flow-view";
import { jobsBeyondLive } from "@/lib/core/live-coverage";

import { ApiError, OddAnswerError } from "./fetch-json";
import { liveState } from "./live-state";
import type { LiveState } from "./live-state";
import { isOld, liveStatus } from "./live-status";
import type { LiveReading, LiveStatus } from "./live-status";
import { liveSwitch } from "./live-switch";
import { connKey } from "./queries";
import { setPaused } from "./set-paused";
import { readWishes } from "./stream-wishes";
import { useNow } from "./use-now";

export type Live = {
  readonly status: LiveStatus;
  /** How long ago it was last known that what is on screen holds, `null` before the first answer. */
  readonly ageMs: number | null;
  /** Changes that wait for the pause to end. */
  readonly waiting: number;
  /** Jobs of a flow on screen that is followed by its path and its counts only; `null` where all is followed. */
  readonly pathOnlyOf: number | null;
  /** Until the server is tried again, `null` where it is not away. */
  readonly retryInMs: number | null;
  readonly retryNow: () => void;
  readonly setPaused: (paused: boolean) => void;
};

/** How fresh the reads of one connection that are on screen are. */
export function useLiveStatus(conn: string): Live {
  const queryClient = useQueryClient();
  const nowMs = useNow();
  const paused = useSyncExternalStore(liveSwitch.subscribe, liveSwitch.isPaused, () => false);
  const state = useSyncExternalStore(liveState.subscribe, liveState.now, liveState.initial);
  const pause = useCallback((next: boolean) => setPaused(queryClient, conn, next), [queryClient, conn]);
  const pathOnlyOf = readPathOnly(queryClient, conn);
  const about = { waiting: state.waiting, pathOnlyOf, retryNow: liveState.retryNow, setPaused: pause };
  if (nowMs === null) return { status: "catching-up", ageMs: null, retryInMs: null, ...about };
  const reading = readNow(queryClient, conn, state);
  return {
    status: liveStatus({ ...reading, paused, nowMs }),
    ageMs: ageOf(reading.updatedAtMs, nowMs),
    retryInMs: state.retryAtMs === null ? null : Math.max(0, state.retryAtMs - nowMs),
    ...about,
  };
}

/** Whether what is on screen is too old to count on: countdowns then stop. */
export function useIsStale(conn: string): boolean {
  const { status } = useLiveStatus(conn);
  return status === "stale" || status === "offline";
}

/** Whether what is on screen is too old for anything to count down from it. */
export function useIsOld(): boolean {
  const nowMs = useNow();
  const { redis, heardAtMs, pausedAtMs, transport } = useSyncExternalStore(
    liveState.subscribe,
    liveState.now,
    liveState.initial,
  );
  if (nowMs === null) return false;
  if (pausedAtMs !== null) return isOld(pausedAtMs, nowMs);
  return transport === "streaming" && redis !== null && heardAtMs !== null && isOld(heardAtMs, nowMs);
}

function readNow(queryClient: QueryClient, conn: string, state: LiveState): Omit<LiveReading, "paused" | "nowMs"> {
  const shown = queryClient.getQueryCache().findAll({ queryKey: connKey(conn), type: "active" });
  const answered = shown.map((query) => query.state.dataUpdatedAt).filter((atMs) => atMs > 0);
  const errors = shown.flatMap((query) => query.state.error ?? []);
  const askedAtMs = answered.length === 0 ? null : Math.max(...answered);
  const isStreaming = state.transport === "streaming";
  return {
    updatedAtMs: askedAtMs === null ? null : isStreaming ? Math.max(askedAtMs, state.heardAtMs ?? 0) : askedAtMs,
    unanswered:
      !isStreaming && errors.some((error) => !(error instanceof ApiError) && !(error instanceof OddAnswerError)),
    unread: isStreaming
      ? state.redis !== null && state.redis.status !== "up"
      : errors.some((error) => error instanceof ApiError && error.status === 503),
    catchingUp: state.transport === "asleep",
  };
}

function readPathOnly(queryClient: QueryClient, conn: string): number | null {
  const shown = readWishes(queryClient, conn).queries.get("flow")?.state.data;
  // safe because the cache holds of a flow's query only answers that its schema has parsed
  return shown === undefined || shown === null ? null : jobsBeyondLive(shown as FlowView);
}

function ageOf(updatedAtMs: number | null, nowMs: number): number | null {
  return updatedAtMs === null ? null : Math.max(0, nowMs - updatedAtMs);
}

import { useQueryClient } from "@tanstack/react-query";
import { useSyncExternalStore } from "react";
import type { ReactNode } from "react";

import { liveState } from "@/lib/client/live-state";
import { connKey } from "@/lib/client/queries";
import type { Health } from "@/lib/contract/health-schema";
import { isGrave } from "@/lib/core/doctor/redis-warning";

type Connection = Health["connections"][number];

type RedisBannerProps = {
  readonly conn: string;
  readonly status: Connection["status"];
  readonly warnings: Connection["warnings"];
};

/** Says when Redis is away, and how old then is what still stands on screen. */
export function RedisBanner({ conn, status, warnings }: RedisBannerProps): ReactNode {
  const lastAtMs = useQueryClient()
    .getQueryCache()
    .findAll({ queryKey: connKey(conn) })
    .reduce((last, { state }) => Math.max(last, state.dataUpdatedAt), 0);
  const { redis } = useSyncExternalStore(liveState.subscribe, liveState.now, liveState.initial);
  if (status !== "up") {
    return (
      <p role="alert" className="border-b bg-suspect-tint px-6 py-2 font-medium text-suspect max-md:px-4">
        {sentence(status, lastAtMs, redis?.sinceAtMs ?? lastAtMs)}
      </p>
    );
  }
  const grave = warnings.filter(({ code }) => isGrave(code));
  return grave.length === 0 ? null : (
    <ul className="border-b bg-bg-subtle px-6 py-1.5 text-12 text-text-muted max-md:px-4">
      {grave.map(({ code, text }) => (
        <li key={code} className="wrap-anywhere">
          {text}
        </li>
      ))}
    </ul>
  );
}

function sentence(status: Exclude<Connection["status"], "up">, lastAtMs: number, sinceAtMs: number): string {
  const time = new Date(lastAtMs).toLocaleTimeString("en-GB");
  const since = new Date(sinceAtMs).toLocaleTimeString("en-GB").slice(0, 5);
  const shown = lastAtMs === 0 ? "" : ` What you see is from ${time}. Actions are off.`;
  switch (status) {
    case "down":
      return `Our server can't reach Redis${sinceAtMs === 0 ? "" : ` since ${since}`}.${shown || " It keeps trying."}`;
    case "loading":
      return `Redis is still loading its data.${shown}`;
    case "denied":
      return `Redis refuses Flowlock's user. Check its rights.${shown}`;
  }
}

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { usePutLimit } from "@/lib/client/mutations";
import { limitsQuery } from "@/lib/client/queries";
import { useNow } from "@/lib/client/use-now";
import type { HeldLimit } from "@/lib/contract/record-schemas";
import { limitText } from "@/lib/core/expected-time";
import { formatDuration } from "@/lib/core/format-duration";
import { queueLabel } from "@/lib/core/job-label";

import { SettingsBlock } from "./settings-block";

/** The job names that are expected to take long or muted, and a way to take that back. */
export function LimitSettings({ conn, writable }: { readonly conn: string; readonly writable: boolean }): ReactNode {
  const { data } = useQuery(limitsQuery(conn));
  const nowMs = useNow() ?? 0;
  const { mutate, isPending } = usePutLimit(conn);
  const limits = data?.limits ?? [];
  return (
    <SettingsBlock title="Expected times and mutes" note="Set from the menu of a row in triage, or from a lock.">
      {limits.length === 0 ? <p>None: every job name goes by FLOWLOCK_SLOW_MS and FLOWLOCK_STUCK_MS.</p> : null}
      <ul className="grid gap-1">
        {limits.map((limit) => (
          <li key={JSON.stringify([limit.queue, limit.name])} className="flex min-h-8 flex-wrap items-center gap-x-3">
            <span className="min-w-0 wrap-anywhere">
              <bdi className="font-medium">{limit.name}</bdi>{" "}
              <bdi className="text-text-muted">{queueLabel(limit.queue)}</bdi>
            </span>
            <span className="text-text-muted">{textOf(limit, nowMs)}</span>
            {writable ? (
              <Button
                disabled={isPending}
                aria-label={`Clear what is set for ${limit.name}`}
                onClick={() => mutate({ ...limit, slowMs: null, stuckMs: null, muteUntilAtMs: null })}
              >
                Clear
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </SettingsBlock>
  );
}

function textOf(limit: HeldLimit, nowMs: number): string {
  const slow = limit.slowMs === null ? "" : `slow after ${formatDuration(limit.slowMs)}`;
  return [slow, limitText(limit, nowMs)].filter((part) => part !== "").join(" · ");
}

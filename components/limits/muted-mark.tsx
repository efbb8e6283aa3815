import type { ReactNode } from "react";

import { mutedText } from "@/lib/core/expected-time";

import { useLimitOf } from "./use-limit-of";

type MutedMarkProps = {
  readonly conn: string;
  readonly job: { readonly queue: string; readonly name: string | null };
  readonly nowMs: number;
  readonly className?: string;
};

/** `muted until 14:02 UTC` where the job's name is muted; else nothing. */
export function MutedMark({ conn, job, nowMs, className = "" }: MutedMarkProps): ReactNode {
  const muteUntilAtMs = useLimitOf(conn)(job.queue, job.name)?.muteUntilAtMs ?? null;
  if (muteUntilAtMs === null) return null;
  return (
    <span
      className={`inline-flex h-5 flex-none items-center rounded-ui bg-neutral-tint px-1.5 text-12 font-medium whitespace-nowrap text-text-muted ${className}`}
    >
      {mutedText(muteUntilAtMs, nowMs)}
    </span>
  );
}

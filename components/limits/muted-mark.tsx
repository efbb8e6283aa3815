import type { ReactNode } from "react";

import { mutedText } from "@/lib/core/expected-time";

import { useLimitOf } from "./use-limit-of";

type MutedMarkProps = {
  readonly conn: string;
  readonly job: { readonly queue: string; readonly name: string | null };
  readonly nowMs: number;
  /** A line below a name in a dense row, instead of a mark beside it. */
  readonly line?: boolean;
  readonly className?: string;
};

const mark = "inline-flex h-5 items-center rounded-ui bg-neutral-tint px-1.5 font-medium";

/** `muted until 14:02 UTC` where the job's name is muted; else nothing. */
export function MutedMark({ conn, job, nowMs, line = false, className = "" }: MutedMarkProps): ReactNode {
  const muteUntilAtMs = useLimitOf(conn)(job.queue, job.name)?.muteUntilAtMs ?? null;
  if (muteUntilAtMs === null) return null;
  return (
    <span className={`flex-none text-12 whitespace-nowrap text-text-muted ${line ? "leading-4" : mark} ${className}`}>
      {mutedText(muteUntilAtMs, nowMs)}
    </span>
  );
}

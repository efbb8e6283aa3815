import type { ReactNode } from "react";

import { formatDuration } from "@/lib/core/format-duration";
import type { LiveStatus } from "@/lib/client/live-status";
import { useLiveStatus } from "@/lib/client/use-live-status";

const looks = {
  live: { word: "Live", mark: <circle cx="4" cy="4" r="4" className="fill-completed" /> },
  paused: { word: "Paused", mark: <path d="M2.5 1v6M5.5 1v6" strokeWidth="1.5" className="stroke-text" /> },
  "catching-up": {
    word: "Catching up",
    mark: (
      <circle cx="4" cy="4" r="3.25" strokeWidth="1.5" fill="none" strokeDasharray="2 1.4" className="stroke-neutral" />
    ),
  },
  stale: { word: "Stale", mark: <path d="M4 .5 8 7.5H0z" className="fill-suspect" /> },
  offline: { word: "Offline", mark: <path d="m1 1 6 6m0-6L1 7" strokeWidth="1.5" className="stroke-failed" /> },
} as const satisfies Record<LiveStatus, { word: string; mark: ReactNode }>;

/** How fresh the screen is, in a shape and a word; pressed, it pauses and resumes. */
export function LiveBadge({ conn }: { readonly conn: string }): ReactNode {
  const { status, ageMs, setPaused } = useLiveStatus(conn);
  const { word, mark } = looks[status];
  const paused = status === "paused";
  return (
    <button
      type="button"
      onClick={() => setPaused(!paused)}
      title={paused ? "Resume live data" : "Pause live data"}
      className="flex h-7 items-center gap-2 rounded-ui px-1 whitespace-nowrap hover:bg-neutral-tint max-md:min-h-11"
    >
      <svg aria-hidden="true" width="8" height="8" viewBox="0 0 8 8" strokeLinecap="round" className="block flex-none">
        {mark}
      </svg>
      <span role="status">{word}</span>
      {ageMs === null ? null : (
        <span aria-hidden="true" className="text-text-muted max-md:hidden">
          {ageText(status, ageMs)}
        </span>
      )}
    </button>
  );
}

function ageText(status: LiveStatus, ageMs: number): string {
  if (ageMs < 1_000) return "checked now";
  return `${status === "live" ? "checked" : "last update"} ${formatDuration(ageMs)} ago`;
}

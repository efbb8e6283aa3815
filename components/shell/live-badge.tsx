import type { ReactNode } from "react";

import { formatDuration } from "@/lib/core/format-duration";
import { countOf } from "@/lib/core/job-label";
import type { LiveStatus } from "@/lib/client/live-status";
import { useLiveStatus } from "@/lib/client/use-live-status";
import type { Live } from "@/lib/client/use-live-status";

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

const partlyWords =
  "Counts, the blocking path and problems are live; other jobs are as they were when they were opened.";

/** How fresh the screen is, in a shape and a word; pressed, it pauses and resumes. */
export function LiveBadge({ conn }: { readonly conn: string }): ReactNode {
  const live = useLiveStatus(conn);
  const { word, mark } = looks[live.status];
  const paused = live.status === "paused";
  const jobs = live.status === "live" && live.pathOnlyOf !== null ? countOf(live.pathOnlyOf, "job") : null;
  const partly = jobs === null ? "" : ` for the path only (${jobs})`;
  const press = paused ? "Resume live data (Space)" : "Pause live data (Space)";
  return (
    <span className="flex min-w-0 items-center gap-2">
      <button
        type="button"
        onClick={() => live.setPaused(!paused)}
        aria-label={`${word}${partly}. ${paused ? "Resume" : "Pause"} live data`}
        title={jobs === null ? press : `${partlyWords} ${press}`}
        className="flex h-7 items-center gap-2 rounded-ui px-1 whitespace-nowrap hover:bg-neutral-tint max-md:min-h-11"
      >
        <svg
          aria-hidden="true"
          width="8"
          height="8"
          viewBox="0 0 8 8"
          strokeLinecap="round"
          className="block flex-none"
        >
          {mark}
        </svg>
        <span role="status" className="min-w-0 truncate">
          {word}
          {jobs !== null && (
            <>
              {" for the path"}
              <span className="max-md:hidden">{` only (${jobs})`}</span>
            </>
          )}
        </span>
        <span className={`text-text-muted ${jobs === null ? "max-md:hidden" : "max-xl:hidden"}`}>{detail(live)}</span>
      </button>
      {live.status === "offline" ? (
        <button type="button" onClick={live.retryNow} className="rounded-ui px-1 underline hover:bg-neutral-tint">
          Retry now
        </button>
      ) : null}
    </span>
  );
}

function detail({ status, ageMs, waiting, retryInMs }: Live): string | null {
  switch (status) {
    case "live":
      return ageMs === null ? null : ageMs < 1_000 ? "checked now" : `checked ${formatDuration(ageMs)} ago`;
    case "paused":
      return `by you. ${waiting === 0 ? "No changes" : countOf(waiting, "change")} waiting.`;
    case "catching-up":
      return null;
    case "stale":
      return ageMs === null ? null : `Last update ${formatDuration(ageMs)} ago`;
    case "offline":
      return `Can't reach the server.${retryInMs === null ? "" : ` Retrying in ${Math.ceil(retryInMs / 1_000)} s`}`;
  }
}

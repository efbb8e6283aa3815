export type LiveStatus = "live" | "paused" | "catching-up" | "stale" | "offline";

export type LiveReading = {
  readonly paused: boolean;
  /** When the newest answer on screen arrived, `null` before the first. */
  readonly updatedAtMs: number | null;
  /** The last question got no answer at all. */
  readonly unanswered: boolean;
  /** The server answered that it can't read: what is on screen is old from now on. */
  readonly unread: boolean;
  readonly nowMs: number;
};

const staleMs = 15_000;

/** The one word for how fresh the screen is. */
export function liveStatus({ paused, updatedAtMs, unanswered, unread, nowMs }: LiveReading): LiveStatus {
  if (unanswered) return "offline";
  if (paused) return "paused";
  if (updatedAtMs === null) return "catching-up";
  return unread || nowMs - updatedAtMs > staleMs ? "stale" : "live";
}

export type LiveStatus = "live" | "paused" | "catching-up" | "stale" | "offline";

export type LiveReading = {
  readonly paused: boolean;
  /** When it was last known that what is on screen holds, `null` before the first answer. */
  readonly updatedAtMs: number | null;
  /** The last question got no answer at all. */
  readonly unanswered: boolean;
  /** The server answered that it can't read: what is on screen is old from now on. */
  readonly unread: boolean;
  /** The tab comes back from sleep and asks for what it missed. */
  readonly catchingUp: boolean;
  readonly nowMs: number;
};

const staleMs = 15_000;

/** The one word for how fresh the screen is. */
export function liveStatus({ paused, updatedAtMs, unanswered, unread, catchingUp, nowMs }: LiveReading): LiveStatus {
  if (unanswered) return "offline";
  if (paused) return "paused";
  if (updatedAtMs === null || catchingUp) return "catching-up";
  return unread || isOld(updatedAtMs, nowMs) ? "stale" : "live";
}

/** Too old to count on: nothing counts down from it any more. */
export function isOld(updatedAtMs: number, nowMs: number): boolean {
  return nowMs - updatedAtMs > staleMs;
}

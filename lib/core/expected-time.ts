import { formatDuration } from "./format-duration";

const hourMs = 60 * 60_000;

/** How long a job name may be said to take, in ms. */
export const expectedChoicesMs = [hourMs, 4 * hourMs, 12 * hourMs, 24 * hourMs, 7 * 24 * hourMs] as const;

/** How long it may be muted, in ms; 0: not at all. */
export const muteChoicesMs = [0, hourMs, 4 * hourMs, 24 * hourMs] as const;

/** The first choice that leaves a job held so long some room: twice as long as now. */
export function suggestExpectedMs(heldMs: number): number {
  return expectedChoicesMs.find((choice) => choice >= 2 * heldMs) ?? Math.max(...expectedChoicesMs);
}

type Limit = { readonly stuckMs: number | null; readonly muteUntilAtMs: number | null };

/** `may take 4 h · muted until 14:02 UTC`, as far as it is set; the date too where it is another day. */
export function limitText({ stuckMs, muteUntilAtMs }: Limit, nowMs: number): string {
  return [
    stuckMs === null ? null : `may take ${formatDuration(stuckMs)}`,
    muteUntilAtMs === null ? null : mutedText(muteUntilAtMs, nowMs),
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

/** `muted until 14:02 UTC`. */
export function mutedText(muteUntilAtMs: number, nowMs: number): string {
  const [date, clock] = new Date(muteUntilAtMs).toISOString().slice(0, 16).split("T");
  const isToday = new Date(nowMs).toISOString().startsWith(date ?? "");
  return `muted until ${isToday ? "" : `${date} `}${clock} UTC`;
}

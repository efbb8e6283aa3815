import { formatDuration } from "@/lib/core/format-duration";

/** `14:02:11 UTC` of an instant in epoch milliseconds. */
export function clockText(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 19)} UTC`;
}

/** `2026-11-24 14:02:11`, in UTC, of an instant in epoch milliseconds. */
export function instantText(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 19).replace("T", " ");
}

/** `3 m 5 s ago`, or `now` within a second. */
export function agoText(ageMs: number): string {
  return ageMs < 1_000 ? "now" : `${formatDuration(ageMs)} ago`;
}

import { formatDuration } from "./format-duration";
import { countOf } from "./job-label";
import type { QueueState } from "./job-state";

export type QueueFacts = {
  readonly paused: boolean;
  readonly counts: { readonly [S in QueueState]: number };
  /** `null`: Redis does not let us list clients. */
  readonly workers: number | null;
  readonly rateLimitedForMs: number | null;
  /** Held locks that are probably stuck, where they were asked for. */
  readonly stuck?: number;
};

export type QueueMood = "paused" | "no-workers" | "limited" | "working" | "waiting" | "idle";

export type QueueSentence = { readonly mood: QueueMood; readonly text: string };

/** What a queue does now: one word for its chip, one sentence for people. */
export function queueSentence({ paused, counts, workers, rateLimitedForMs, stuck = 0 }: QueueFacts): QueueSentence {
  const waiting = counts.waiting + counts.prioritized;
  const line = waiting > 0 ? `${countOf(waiting, "job waits", "jobs wait")}.` : later(counts.delayed);
  if (paused) return { mood: "paused", text: sentences("Paused.", line) };
  if (workers === 0 && waiting + counts.delayed > 0)
    return { mood: "no-workers", text: sentences("Nobody is working it.", line) };
  if (rateLimitedForMs !== null && rateLimitedForMs > 0)
    return {
      mood: "limited",
      text: `It reached its rate limit. Next start in ${formatDuration(rateLimitedForMs)}.`,
    };
  if (counts.active > 0)
    return { mood: "working", text: `Working. ${countOf(counts.active, "job")} active${stuckText(stuck)}.` };
  if (waiting > 0) return { mood: "waiting", text: sentences(line, "None is active.") };
  return { mood: "idle", text: sentences("Idle.", line, waitingParents(counts["waiting-children"])) };
}

function stuckText(stuck: number): string {
  return stuck === 0 ? "" : `, ${stuck.toLocaleString("en-US")} probably stuck`;
}

function later(delayed: number): string {
  return delayed === 0 ? "" : `${countOf(delayed, "job is", "jobs are")} delayed.`;
}

function waitingParents(count: number): string {
  return count === 0 ? "" : `${countOf(count, "job waits", "jobs wait")} for children.`;
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join(" ");
}

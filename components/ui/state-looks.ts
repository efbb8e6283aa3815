import type { GlyphName } from "./glyph-shapes";
import type { CauseId, Severity } from "@/lib/core/cause";
import type { GroupBucket } from "@/lib/core/flow-view";
import type { State } from "@/lib/core/job-state";
import type { Verdict } from "@/lib/core/verdict";

export type Tone = "neutral" | "active" | "blocked" | "completed" | "suspect" | "failed" | "stuck";

export type Looks = { readonly glyph: GlyphName; readonly word: string; readonly tone: Tone };

export const stateLooks = {
  waiting: { glyph: "waiting", word: "Waiting", tone: "neutral" },
  prioritized: { glyph: "prioritized", word: "Prioritized", tone: "neutral" },
  delayed: { glyph: "delayed", word: "Delayed", tone: "neutral" },
  active: { glyph: "active", word: "Active", tone: "active" },
  "waiting-children": { glyph: "blocked", word: "Blocked", tone: "blocked" },
  completed: { glyph: "completed", word: "Completed", tone: "completed" },
  failed: { glyph: "failed", word: "Failed", tone: "failed" },
  missing: { glyph: "missing", word: "Missing", tone: "neutral" },
  none: { glyph: "unknown", word: "In no list", tone: "neutral" },
} as const satisfies Record<State, Looks>;

export const verdictLooks = {
  normal: { glyph: "active", word: "Normal", tone: "active" },
  slow: { glyph: "slow", word: "Slow", tone: "suspect" },
  suspect: { glyph: "suspect", word: "Suspect", tone: "suspect" },
  "probably-stuck": { glyph: "stuck", word: "Probably stuck", tone: "stuck" },
  "lock-lost": { glyph: "lost", word: "Lock lost", tone: "suspect" },
} as const satisfies Record<Verdict, Looks>;

export const severityLooks = {
  stuck: { glyph: "stuck", word: "Probably stuck", tone: "stuck" },
  suspect: { glyph: "suspect", word: "Suspect", tone: "suspect" },
  "dead-end": { glyph: "dead-end", word: "Dead ends", tone: "failed" },
  recovering: { glyph: "lost", word: "Recovering", tone: "suspect" },
  nobody: { glyph: "no-worker", word: "Nobody is working this queue", tone: "neutral" },
  paused: { glyph: "paused", word: "Paused", tone: "neutral" },
  limited: { glyph: "delayed", word: "Limited", tone: "neutral" },
  slow: { glyph: "slow", word: "Slow but moving", tone: "suspect" },
} as const satisfies Record<Severity, Looks>;

const deadEnd = { glyph: "dead-end", word: "Dead end", tone: "failed" } as const satisfies Looks;

const bucketLooks = {
  ...stateLooks,
  ...verdictLooks,
  "dead-end": deadEnd,
} as const satisfies Record<GroupBucket, Looks>;

const deadEndCauses: ReadonlySet<string> = new Set<CauseId>([
  "child-failed-no-policy",
  "child-failed-before-attach",
  "child-failed-stalled-limit",
  "child-failed-zombie-lock",
]);

/** Glyph, word and tone of a job: a verdict outranks its state, and a failure that frees no parent is a dead end. */
export function looksOf(state: State, verdict: Verdict | null = null, cause: string | null = null): Looks {
  if (state === "failed" && cause !== null && deadEndCauses.has(cause)) return deadEnd;
  if (state === "active" && verdict !== null && verdict !== "normal") return verdictLooks[verdict];
  return stateLooks[state];
}

/** Glyph, word and tone of a group of siblings. */
export function looksOfBucket(bucket: GroupBucket): Looks {
  return bucketLooks[bucket];
}

/** Text colour of a tone; a stuck glyph colours itself. */
export const toneText = {
  neutral: "text-neutral",
  active: "text-active",
  blocked: "text-blocked",
  completed: "text-completed",
  suspect: "text-suspect",
  failed: "text-failed",
  stuck: "text-text",
} as const satisfies Record<Tone, string>;

/** Tint and text of a tone. */
export const toneTint = {
  neutral: "bg-neutral-tint text-neutral",
  active: "bg-active-tint text-active",
  blocked: "bg-blocked-tint text-blocked",
  completed: "bg-completed-tint text-completed",
  suspect: "bg-suspect-tint text-suspect",
  failed: "bg-failed-tint text-failed",
  stuck: "bg-stuck on-stuck",
} as const satisfies Record<Tone, string>;

/** Fill of a shape in a tone. */
export const toneFill = {
  neutral: "fill-neutral",
  active: "fill-active",
  blocked: "fill-blocked",
  completed: "fill-completed",
  suspect: "fill-suspect",
  failed: "fill-failed",
  stuck: "fill-stuck",
} as const satisfies Record<Tone, string>;

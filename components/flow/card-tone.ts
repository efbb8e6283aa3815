import { looksOf } from "@/components/ui/state-looks";
import type { FlowNode, GroupBucket } from "@/lib/core/flow-view";

const toneOfBucket = {
  waiting: "tone-neutral",
  prioritized: "tone-neutral",
  delayed: "tone-neutral",
  active: "tone-active",
  "waiting-children": "tone-blocked",
  completed: "tone-completed",
  failed: "tone-failed",
  missing: "tone-missing",
  none: "tone-missing",
  "dead-end": "tone-dead",
  normal: "tone-active",
  slow: "tone-slow",
  suspect: "tone-slow",
  "probably-stuck": "tone-stuck",
  "lock-lost": "tone-lost",
} as const satisfies Record<GroupBucket, string>;

/** The class that fills and frames a card: a verdict that matters wins over the state, as in its glyph and word. */
export function cardTone({ state, verdict, cause }: FlowNode): string {
  if (state === "active" && verdict !== null && verdict !== "normal") return toneOfBucket[verdict];
  if (looksOf(state, verdict, cause).glyph === "dead-end") return toneOfBucket["dead-end"];
  return toneOfBucket[state];
}

export function bucketTone(bucket: GroupBucket): string {
  return toneOfBucket[bucket];
}

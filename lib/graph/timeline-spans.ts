import type { FlowNode } from "@/lib/core/flow-view";

/**
 * `queued`: in line · `children`: waits for its children · `active`: its last run · `beyond`: the part of that run that
 * is longer than usual · `unrecorded`: earlier attempts, of which BullMQ keeps no times.
 */
export type SpanKind = "queued" | "children" | "active" | "beyond" | "unrecorded";

export type TimelineSpan = {
  readonly kind: SpanKind;
  readonly fromMs: number;
  readonly toMs: number;
  /** It has not ended: it runs up to now. */
  readonly open: boolean;
};

/** What is known of when a job waited and ran, in order and without overlap. `usualMs`: 95 % of such jobs run no longer. */
export function timelineSpans(node: FlowNode, nowMs: number, usualMs: number | null): readonly TimelineSpan[] {
  const { createdAtMs, processedAtMs, state } = node;
  const runs = state === "active" || state === "completed" || state === "failed";
  const startMs = runs ? processedAtMs : null;
  const endMs = startMs ?? node.finishedAtMs ?? nowMs;
  const before: readonly TimelineSpan[] =
    createdAtMs === null || endMs <= createdAtMs
      ? []
      : waits(node, createdAtMs, endMs, startMs === null && node.finishedAtMs === null);
  if (startMs === null) return before;
  return [...before, ...run(startMs, node.finishedAtMs ?? nowMs, node.finishedAtMs === null, usualMs)];
}

/** Words for the one span that is not seen: what is drawn there is no measurement. */
export const unrecordedText = "earlier attempts not recorded";

function waits(node: FlowNode, fromMs: number, toMs: number, open: boolean): readonly TimelineSpan[] {
  const { processed, unprocessed, ignored, failed } = node.children;
  const isParent = node.state === "waiting-children" || processed + unprocessed + ignored + failed > 0;
  const { processedAtMs, attempts } = node;
  // A job in line that has run before, or one in its second run: its first start and end are nowhere.
  const ranBefore = attempts.started > 1 || (open && processedAtMs !== null);
  if (!ranBefore) return [{ kind: isParent ? "children" : "queued", fromMs, toMs, open }];
  if (!open || processedAtMs === null || processedAtMs <= fromMs) return [{ kind: "unrecorded", fromMs, toMs, open }];
  const kind = isParent ? "children" : "queued";
  return [
    { kind: "unrecorded", fromMs, toMs: processedAtMs, open: false },
    { kind, fromMs: processedAtMs, toMs, open },
  ];
}

function run(fromMs: number, endMs: number, open: boolean, usualMs: number | null): readonly TimelineSpan[] {
  const toMs = Math.max(fromMs, endMs);
  if (usualMs === null || toMs - fromMs <= usualMs) return [{ kind: "active", fromMs, toMs, open }];
  const turnMs = fromMs + usualMs;
  return [
    { kind: "active", fromMs, toMs: turnMs, open: false },
    { kind: "beyond", fromMs: turnMs, toMs, open },
  ];
}

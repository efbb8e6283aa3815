import type { FlowNode, Ran, Spread } from "./flow-view";

/** What fits a strip on a card, and a band in a row of the timeline. */
const stepsMax = 48;
const partsMax = 24;

/** How long the jobs ran; `null` where none of them ran. */
export function spreadOf(nodes: readonly FlowNode[]): Spread | null {
  const durations = nodes.flatMap((node) => heldOf(node) ?? []).sort((a, b) => a - b);
  if (durations.length === 0) return null;
  const rank = (share: number) => durations[Math.max(0, Math.ceil(share * durations.length) - 1)] ?? 0;
  const steps = Math.min(stepsMax, durations.length);
  return {
    p50: rank(0.5),
    p95: rank(0.95),
    steps: Array.from({ length: steps }, (_, index) => rank((index + 1) / steps)),
  };
}

/** When the jobs ran; `null` where none of them ran and ended. */
export function ranOf(nodes: readonly FlowNode[]): Ran | null {
  const runs = nodes.flatMap(({ processedAtMs: from, finishedAtMs: to }) =>
    from === null || to === null || to < from ? [] : [{ from, to }],
  );
  if (runs.length === 0) return null;
  const fromMs = runs.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY);
  const toMs = runs.reduce((most, { to }) => Math.max(most, to), 0);
  const counts = Array.from({ length: Math.min(partsMax, runs.length) }, () => 0);
  const partOf = (atMs: number) =>
    Math.min(counts.length - 1, Math.floor(((atMs - fromMs) / Math.max(1, toMs - fromMs)) * counts.length));
  for (const { from, to } of runs)
    for (let part = partOf(from); part <= partOf(to); part += 1) counts[part] = (counts[part] ?? 0) + 1;
  return { fromMs, toMs, counts };
}

function heldOf(node: FlowNode): number | null {
  if (node.lock !== null) return node.lock.heldMs;
  if (node.processedAtMs === null || node.finishedAtMs === null) return null;
  return Math.max(0, node.finishedAtMs - node.processedAtMs);
}

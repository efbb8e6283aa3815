import type { Culprit } from "@/lib/core/diagnosis";
import type { FlowNode } from "@/lib/core/flow-view";

/** Readings of one flow lie this close together. */
const toleranceMs = 2_000;

/**
 * How long each link of a chain has been held up, in ms; `null` where that is not known. A culprit's blocked time is
 * the sum over its blocked ancestors, so one ancestor has all of it, and several have equal shares exactly when none
 * of them began to wait later than the culprit began to block.
 */
export function chainTimes(
  { chain, blockedMs, lock }: Culprit,
  nodes: readonly (FlowNode | null)[],
  nowMs: number,
): readonly (number | null)[] {
  const finishedAtMs = nodes.at(-1)?.finishedAtMs ?? null;
  const ownMs = lock?.heldMs ?? (finishedAtMs === null ? null : nowMs - finishedAtMs);
  const ancestors = chain.slice(0, -1).filter(({ state }) => state === "waiting-children").length;
  const share = ancestors === 0 ? null : blockedMs / ancestors;
  const isEven = share !== null && (ancestors === 1 || (ownMs !== null && Math.abs(share - ownMs) < toleranceMs));
  return chain.map(({ state }, index) => {
    if (index === chain.length - 1) return ownMs ?? (isEven ? share : null);
    return isEven && state === "waiting-children" ? share : null;
  });
}

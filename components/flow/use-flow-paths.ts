"use client";

import { useMemo } from "react";

import type { Diagnosis } from "@/lib/core/diagnosis";
import { jobKey } from "@/lib/core/job-ref";
import type { EdgeTone } from "@/lib/graph/edge-shapes";

export type FlowPaths = {
  /** The chain that is looked at: the selected culprit's, else the worst one's. Empty where nothing is blocked. */
  readonly pathIds: ReadonlySet<string>;
  readonly culpritIds: ReadonlySet<string>;
  readonly toneOf: (childId: string) => EdgeTone;
};

/** Which cards and edges lie on blocking chains. */
export function useFlowPaths(diagnosis: Diagnosis, selectedId: string): FlowPaths {
  const chosen = diagnosis.culprits.find((culprit) => jobKey(culprit.job) === selectedId) ?? diagnosis.culprits[0];
  const chains = diagnosis.blocked ? diagnosis.culprits.map((culprit) => culprit.chain.map(jobKey)) : [];
  const path = diagnosis.blocked && chosen !== undefined ? chosen.chain.map(jobKey) : [];
  const culprits = diagnosis.blocked ? diagnosis.culprits.map((culprit) => jobKey(culprit.job)) : [];
  // A poll brings new objects for the same chains; the cards may only hear of chains that are others.
  const key = JSON.stringify([chains, path, culprits]);
  return useMemo(() => fromKey(key), [key]);
}

function fromKey(key: string): FlowPaths {
  // safe because `useFlowPaths` wrote it just before
  const [chains, path, culprits] = JSON.parse(key) as [string[][], string[], string[]];
  const pathIds = new Set(path);
  const blockIds = new Set(chains.flat());
  return {
    pathIds,
    culpritIds: new Set(culprits),
    toneOf: (childId) => (pathIds.has(childId) ? "path" : blockIds.has(childId) ? "block" : "neutral"),
  };
}

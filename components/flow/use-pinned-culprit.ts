"use client";

import { useState } from "react";

import type { FlowView } from "@/lib/core/flow-view";
import { sameJob } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

/** The job shown while none is selected: the worst culprit, and the same one for as long as it is a culprit at all. */
export function usePinnedCulprit({ diagnosis, root }: FlowView): JobRef {
  const [pinned, setPinned] = useState<JobRef | null>(null);
  const kept = pinned !== null && diagnosis.culprits.some(({ job }) => sameJob(job, pinned)) ? pinned : null;
  const shown = kept ?? diagnosis.culprits[0]?.job ?? root;
  if (pinned === null || !sameJob(pinned, shown)) setPinned(shown);
  return shown;
}

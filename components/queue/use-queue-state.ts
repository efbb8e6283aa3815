"use client";

import { useUrlFilter } from "@/components/page/use-url-filter";
import { queueStates } from "@/lib/core/job-state";

const queueParts = ["jobs", "locks", "workers"] as const;

/** Which part of a queue is shown, and which of its jobs, kept in the address. */
export function useQueueState() {
  const { params, change } = useUrlFilter();
  return {
    state: queueStates.find((state) => state === params.get("state")) ?? "active",
    part: queueParts.find((part) => part === params.get("part")) ?? "jobs",
    change,
  };
}

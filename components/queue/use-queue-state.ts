"use client";

import { usePathname, useSearchParams } from "next/navigation";

import { queueStates } from "@/lib/core/job-state";
import type { QueueState } from "@/lib/core/job-state";

/** Which of a queue's jobs are shown, kept in the address. */
export function useQueueState(): {
  readonly state: QueueState;
  readonly choose: (state: QueueState) => void;
} {
  const asked = useSearchParams().get("state");
  const pathname = usePathname();
  return {
    state: queueStates.find((state) => state === asked) ?? "active",
    choose: (state) => window.history.replaceState(null, "", `${pathname}?state=${state}`),
  };
}

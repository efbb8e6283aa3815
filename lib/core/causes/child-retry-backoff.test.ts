import { nowMs } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("child-retry-backoff", true, [
  [
    "it waits for its next try",
    {
      child: {
        state: "delayed",
        delayUntilAtMs: nowMs + 30_000,
        failedReason: "boom",
        attempts: { made: 1, started: 1, max: 3 },
      },
    },
    "charge-card #77 retries in 30 s, attempt 2 of 3.",
  ],
]);

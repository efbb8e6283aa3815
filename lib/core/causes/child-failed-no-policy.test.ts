import { testCause } from "@/lib/testing/test-cause";

testCause("child-failed-no-policy", true, [
  [
    "it failed and no policy frees the parent",
    {
      child: {
        state: "failed",
        failedReason: "boom",
        finishedAtMs: 900_000,
        attempts: { made: 3, started: 3, max: 3 },
      },
    },
    "charge-card #77 failed and nothing tells fulfil-order #9912 to move on: it waits until charge-card #77 succeeds.",
  ],
]);

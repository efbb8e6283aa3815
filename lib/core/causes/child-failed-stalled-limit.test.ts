import { testCause } from "@/lib/testing/test-cause";

testCause("child-failed-stalled-limit", true, [
  [
    "the stalled check failed it",
    { child: { state: "failed", failedReason: "job stalled more than allowable limit" } },
    "charge-card #77 stalled too often and was failed by the stalled check.",
  ],
]);

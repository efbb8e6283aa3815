import { parentRef } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("child-failed-before-attach", true, [
  [
    "it had failed before the parent was added",
    { child: { state: "failed", finishedAtMs: 100_000, parent: { ref: parentRef, policy: "ignore" } } },
    "charge-card #77 had failed before this flow attached it, so its failure policy can never fire.",
  ],
]);

import { nobody } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("active-no-lock-no-worker", true, [
  [
    "its lock is gone and nobody is there",
    { child: { state: "active" }, queue: nobody, lock: { verdict: "lock-lost" } },
    "charge-card #77's worker died and nobody checks for stalled jobs.",
  ],
]);

import { nobody, nowMs } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("child-delayed-overdue", true, [
  [
    "it was due and nobody promotes it",
    { child: { state: "delayed", delayUntilAtMs: nowMs - 60_000 }, queue: nobody },
    "charge-card #77 was due 1 m ago but nobody promotes delayed jobs on payments.",
  ],
]);

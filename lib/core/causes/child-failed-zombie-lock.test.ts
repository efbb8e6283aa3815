import { lock } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("child-failed-zombie-lock", true, [
  [
    "it failed and is still locked",
    { child: { state: "failed", lock } },
    "charge-card #77 was failed from outside with the lock bypassed; its old run still holds the lock.",
  ],
]);

import { held, nowMs } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("active-progressing", false, [
  [
    "it showed a sign of progress lately",
    { child: held, lock: { lastSignAtMs: nowMs - 8_000, verdict: "slow" } },
    "charge-card #77 is working: last sign 8 s ago.",
  ],
]);

import { held } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("active-within-lock", false, [
  [
    "no renewal is proven",
    { child: held, lock: { heldMs: 4_000, renewals: { atLeast: 0, observed: 0, watchedSinceAtMs: null } } },
    "charge-card #77 started 4 s ago; its lock has not needed a renewal yet.",
  ],
]);

import { held } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("active-as-usual", false, [
  [
    "it is renewed and silent for a while",
    { child: held, lock: { verdict: "suspect", heldMs: 400_000 } },
    "charge-card #77 has been running for 6 m 40 s; its usual time is unknown.",
  ],
  [
    "its usual time is known",
    { child: held, lock: { heldMs: 5_000, usualMs: { p50: 2_000, p95: 6_000, sample: 40 } } },
    "charge-card #77 has been running for 5 s; usual 2 s, 95% within 6 s.",
  ],
]);

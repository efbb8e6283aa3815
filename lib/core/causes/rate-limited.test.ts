import { testCause } from "@/lib/testing/test-cause";

testCause("rate-limited", true, [
  [
    "the limiter is in force",
    { queue: { limits: { concurrency: null, rateMax: 1, rateDurationMs: 60_000, rateLimitedForMs: 42_000 } } },
    "payments reached its rate limit; next start in 42 s.",
  ],
]);

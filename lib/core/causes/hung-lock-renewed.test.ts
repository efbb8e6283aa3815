import { held } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("hung-lock-renewed", true, [
  [
    "its verdict is probably stuck",
    {
      child: held,
      lock: {
        verdict: "probably-stuck",
        heldMs: 11_520_000,
        renewals: { atLeast: 383, observed: 40, watchedSinceAtMs: 0 },
      },
    },
    "A live worker has renewed the lock of charge-card #77 at least 383 times in 3 h 12 m without a sign of progress; its processor probably never settles.",
  ],
  [
    "one renewal was seen and no duration is known",
    {
      child: held,
      lock: { verdict: "probably-stuck", heldMs: 20_000, renewals: { atLeast: 0, observed: 1, watchedSinceAtMs: 0 } },
    },
    "A live worker has renewed the lock of charge-card #77 at least 1 time in 20 s without a sign of progress; its processor probably never settles.",
  ],
]);

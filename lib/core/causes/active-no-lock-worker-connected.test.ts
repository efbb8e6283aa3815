import { testCause } from "@/lib/testing/test-cause";

testCause("active-no-lock-worker-connected", true, [
  [
    "its lock is gone and a worker is connected",
    { child: { state: "active" }, lock: { verdict: "lock-lost" } },
    "charge-card #77's lock ran out. Its worker died or its event loop is blocked (we can't tell); another one should recover it.",
  ],
]);

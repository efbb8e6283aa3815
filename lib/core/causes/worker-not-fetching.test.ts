import { buildWorker } from "@/lib/testing/build-queue-reading";
import { testCause } from "@/lib/testing/test-cause";

testCause("worker-not-fetching", true, [
  [
    "workers are connected and fetch nothing",
    { queue: { workers: [buildWorker({ hasFreeSlot: false, idleMs: 30_000 })] } },
    "Workers of payments are connected but fetch nothing (paused or not running).",
  ],
]);

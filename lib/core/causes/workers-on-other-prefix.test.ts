import { buildQueueReading, buildWorker } from "@/lib/testing/build-queue-reading";
import { nobody, testCause } from "@/lib/testing/test-cause";

testCause("workers-on-other-prefix", true, [
  [
    "its workers look under another prefix",
    {
      queue: nobody,
      others: [buildQueueReading({ queue: "shop:payments", workers: [buildWorker({ queue: "shop:payments" })] })],
    },
    "Nobody is working payments: its workers look under prefix shop.",
  ],
]);

import { buildQueueReading, buildWorker } from "@/lib/testing/build-queue-reading";
import { nobody } from "@/lib/testing/judge-built";
import { testCause, testNotCause } from "@/lib/testing/test-cause";

testCause("workers-on-other-prefix", true, [
  [
    "its workers look under another prefix",
    {
      queue: nobody,
      others: [
        buildQueueReading({
          queue: "shop:payments",
          workers: [buildWorker({ queue: "shop:payments" })],
          everUsed: false,
        }),
      ],
    },
    "Nobody is working payments: its workers look under prefix shop.",
  ],
]);

testNotCause("workers-on-other-prefix", [
  [
    "the other prefix has had work of its own",
    {
      queue: nobody,
      others: [buildQueueReading({ queue: "shop:payments", workers: [buildWorker({ queue: "shop:payments" })] })],
    },
    "no-workers",
  ],
]);

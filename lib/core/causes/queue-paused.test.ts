import { testCause } from "@/lib/testing/test-cause";

testCause("queue-paused", true, [
  ["its queue is paused", { queue: { paused: true } }, "payments is paused."],
  [
    "it waits in a BullMQ 5 paused list",
    { child: { inPausedList: true }, queue: { paused: true, pausedListLength: 1 } },
    "payments is paused.",
  ],
]);

import { testCause } from "@/lib/testing/test-cause";

testCause("stranded-in-paused-list", true, [
  [
    "the paused list of a queue that is not paused",
    { child: { inPausedList: true }, queue: { pausedListLength: 1 } },
    "charge-card #77 sits in a paused list that nobody reads.",
  ],
]);

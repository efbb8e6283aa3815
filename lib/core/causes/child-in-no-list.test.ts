import { testCause } from "@/lib/testing/test-cause";

testCause("child-in-no-list", true, [
  [
    "it is in no collection",
    { child: { state: "none" } },
    "charge-card #77 is in no list: it was lost (mixed BullMQ versions pausing the queue do this).",
  ],
]);

import { testCause } from "@/lib/testing/test-cause";

testCause("child-completed-still-listed", true, [
  [
    "it completed for another parent",
    { child: { state: "completed", parentKey: "bull:orders:1" } },
    "charge-card #77 completed, but told another parent.",
  ],
]);

import { testCause } from "@/lib/testing/test-cause";

testCause("child-delayed", true, [
  [
    "it is due in the future",
    { child: { state: "delayed", delayUntilAtMs: 1_795_408_454_482 } },
    "charge-card #77 is scheduled for 2026-11-23T04:34:14Z.",
  ],
]);

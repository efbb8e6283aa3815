import { testCause } from "@/lib/testing/test-cause";

testCause("priority-starved", true, [
  [
    "unprioritised jobs always run first",
    {
      child: { state: "prioritized" },
      queue: {
        counts: { waiting: 5, active: 1, prioritized: 1, delayed: 0, "waiting-children": 0, completed: 0, failed: 0 },
      },
    },
    "charge-card #77 is prioritised, and payments always runs its unprioritised jobs first.",
  ],
]);

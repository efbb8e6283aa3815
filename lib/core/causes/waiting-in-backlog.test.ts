import { testCause } from "@/lib/testing/test-cause";

testCause("waiting-in-backlog", false, [
  [
    "it waits in a line that moves",
    {
      queue: {
        counts: { waiting: 4, active: 1, prioritized: 0, delayed: 0, "waiting-children": 0, completed: 0, failed: 0 },
      },
    },
    "charge-card #77 is queued behind 3 jobs; payments is moving.",
  ],
]);

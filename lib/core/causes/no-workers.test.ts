import { nobody } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("no-workers", true, [
  ["nobody is connected and nobody checks", { queue: nobody }, "Nobody is working payments."],
  [
    "CLIENT LIST is refused and nobody checked for a minute",
    { queue: { workers: null, stalledCheckPresent: false }, withoutCheckMs: 60_000 },
    "Nobody is working payments.",
  ],
]);

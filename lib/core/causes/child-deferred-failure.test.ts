import { nobody } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("child-deferred-failure", true, [
  [
    "it is marked to fail and nobody is there",
    { child: { deferredFailure: "child failed" }, queue: nobody },
    "charge-card #77 is marked to fail, and no worker is there to do it.",
  ],
]);

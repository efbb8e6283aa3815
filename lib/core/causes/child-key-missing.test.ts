import { testCause } from "@/lib/testing/test-cause";

testCause("child-key-missing", true, [
  [
    "its hash is gone",
    { child: { state: "missing", name: null } },
    "fulfil-order #9912 still lists #77, which is gone (evicted or deleted by hand).",
  ],
]);

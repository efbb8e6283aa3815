import { held } from "@/lib/testing/judge-built";
import { testCause } from "@/lib/testing/test-cause";

testCause("stalled-repeatedly", true, [
  [
    "it runs again after two stalls",
    { child: { ...held, stalls: 2 }, lock: {} },
    "charge-card #77 has stalled 2 times: its worker crashes or blocks on it.",
  ],
]);

import "server-only";

import { Metrics } from "@/lib/watch/metrics";
import type { ConnectionCounts } from "@/lib/watch/metrics";

/** Counts that nobody scrapes. */
export function testCounts(): ConnectionCounts {
  return new Metrics({ version: "0", environment: null }).countsOf("default");
}

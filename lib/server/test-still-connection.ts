import "server-only";

import { onTestFinished } from "vitest";

import { parseRedisUrl } from "@/lib/redis/redis-address";

import { testCounts } from "./metrics/test-counts";
import { openConnection } from "./open-connection";
import type { OpenConnection } from "./open-connection";

/** As a read-only server has it where nobody sets anything. */
const env = {
  prefixes: null,
  writable: false,
  store: "memory",
  storeUrl: null,
  environment: null,
  webhookUrl: null,
  webhookSecret: null,
  sampleMs: 5_000,
  discoveryMs: 10_000,
  slowMs: 300_000,
  stuckMs: 600_000,
} as const;

/**
 * A connection that knows its queues and is not started: nothing runs in the background, so that what is counted or
 * timed is the test's own. Closed after the test.
 */
export async function openStillConnection(redisUrl: string): Promise<OpenConnection> {
  const parsed = parseRedisUrl(redisUrl);
  if (parsed.kind === "unusable") throw new Error("The test's Redis has no usable URL.");
  const connection = openConnection({
    id: "default",
    address: parsed.address,
    env,
    writeAudit: () => {},
    counts: testCounts(),
  });
  onTestFinished(() => connection.close());
  await connection.directory.refresh();
  return connection;
}

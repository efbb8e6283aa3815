import "server-only";

import { onTestFinished, vi } from "vitest";

import { parseRedisUrl } from "@/lib/redis/redis-address";
import type { ConnectionCounts } from "@/lib/watch/metrics";

import { testCounts } from "./metrics/test-counts";
import { openConnection } from "./open-connection";
import type { OpenConnection } from "./open-connection";

type Options = {
  readonly redisUrl: string;
  /** `null`: all that are found. */
  readonly prefixes: readonly string[] | null;
  readonly id?: string;
  readonly writable?: boolean;
  /** In the same Redis, under the connection's id. */
  readonly store?: "memory" | "redis";
  readonly slowMs?: number;
  readonly stuckMs?: number;
  readonly sampleMs?: number;
  readonly webhookUrl?: string;
  readonly webhookSecret?: string;
  readonly counts?: ConnectionCounts;
  /** Takes each line of the audit trail. */
  readonly writeAudit?: (line: string) => void;
};

/** A started connection for one test of a use case, with limits that show a stuck job within a second. Closed after the test. */
export async function openTestConnection({
  redisUrl,
  prefixes,
  id = "default",
  writable = false,
  store = "memory",
  slowMs = 200,
  stuckMs = 400,
  sampleMs = 100,
  webhookUrl,
  webhookSecret,
  counts = testCounts(),
  writeAudit = () => {},
}: Options): Promise<OpenConnection> {
  const parsed = parseRedisUrl(redisUrl);
  if (parsed.kind === "unusable") throw new Error("The test's Redis has no usable URL.");
  const env = {
    ...{ prefixes, writable, store, storeUrl: null, sampleMs, discoveryMs: 250, slowMs, stuckMs, environment: null },
    ...{ webhookUrl: webhookUrl ?? null, webhookSecret: webhookSecret ?? null },
  };
  const connection = openConnection({ id, address: parsed.address, env, writeAudit, counts });
  onTestFinished(() => connection.close());
  connection.start();
  await vi.waitFor(() => {
    if (connection.directory.discovering()) throw new Error("Discovery is not through yet.");
  }, 10_000);
  return connection;
}

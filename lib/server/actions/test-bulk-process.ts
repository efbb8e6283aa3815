import type { JobFilter } from "./find-jobs";
import { parseRedisUrl } from "@/lib/redis/redis-address";

import { callerOf } from "../caller";
import { testCounts } from "../metrics/test-counts";
import { openConnection } from "../open-connection";
import { performAction } from "../perform-action";
import { previewAction } from "../preview-action";

/**
 * A Flowlock without its web server, in a process of its own: what a test kills. Told `{ filter }` it fails all jobs
 * that match, and tells the operation's id.
 */
const [redisUrl = "", prefix = ""] = process.argv.slice(2);
const parsed = parseRedisUrl(redisUrl);
if (parsed.kind === "unusable") throw new Error("The test's Redis has no usable URL.");

const connection = openConnection({
  id: prefix,
  address: parsed.address,
  env: {
    ...{ prefixes: [prefix], writable: true, store: "redis", storeUrl: null, sampleMs: 5_000, discoveryMs: 5_000 },
    ...{ slowMs: 300_000, stuckMs: 600_000, environment: null, webhookUrl: null, webhookSecret: null },
  },
  writeAudit: () => undefined,
  counts: testCounts(),
});
connection.start();

process.on("message", ({ filter }: { filter: JobFilter }) => {
  void previewAction(connection, { action: "fail", filter })
    .then(({ previewId }) =>
      performAction(connection, { action: "fail", previewId, reason: "it hangs" }, callerOf("r")),
    )
    .then(({ operationId }) => process.send?.(operationId));
});

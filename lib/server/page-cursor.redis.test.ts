import { expect } from "vitest";

import { writeJob, writeParent, writePendingEdge } from "@/lib/testing/seed-by-hand";
import { redisTest } from "@/lib/testing/redis-test";

import { getJobLogs } from "./get-job-logs";
import { listChildren } from "./list-children";
import { listJobs } from "./list-jobs";
import { openTestConnection } from "./test-connection";

// The first page was answered again: a script that pages with a broken cursor went round for ever.
redisTest.for([["zzz"], ["-1"], ["1.5.x"], ["9.0.0"], ["9999999999999999"], ["eyJ4IjoxfQ"]])(
  "the cursor %j, which no page gave, is refused by every list",
  async ([cursor], { redis, redisUrl, prefix }) => {
    const parent = { queue: `${prefix}:orders`, id: "parent" };
    const child = { queue: `${prefix}:orders`, id: "child" };
    const seed = redis.multi();
    writeParent(seed, parent);
    writeJob(seed, child);
    writePendingEdge(seed, parent, child);
    await seed.rpush(`${parent.queue}:wait`, child.id).rpush(`${prefix}:orders:parent:logs`, "one").exec();
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });
    const page = { cursor: cursor ?? "", limit: 1 };

    for (const read of [
      listJobs(connection, parent.queue, { state: "waiting", ...page }),
      getJobLogs(connection, parent, page),
      listChildren(connection, parent, page),
    ]) {
      await expect(read).rejects.toMatchObject({ code: "invalid-request", details: [{ path: "query.cursor" }] });
    }
  },
);

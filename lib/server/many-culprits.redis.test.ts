import { expect } from "vitest";

import { jobKey } from "@/lib/core/job-ref";
import { redisTest } from "@/lib/testing/redis-test";
import { writeJob, writeParent, writePendingEdge } from "@/lib/testing/seed-by-hand";

import { getDiagnosis } from "./get-diagnosis";
import { getFlowView } from "./get-flow-view";
import { openTestConnection } from "./test-connection";

const gone = 60;

redisTest(
  "a younger dead end of another cause keeps its place and its node's cause beside 60 of one cause",
  async ({ redis, redisUrl, prefix }) => {
    const queue = `${prefix}:payments`;
    const root = { queue: `${prefix}:orders`, id: "root" };
    const failed = { queue, id: "declined" };
    const seed = redis.pipeline();
    for (const name of [queue, root.queue])
      seed.hset(`${name}:meta`, "opts.maxLenEvents", "10000").set(`${name}:id`, "1");
    writeParent(seed, root);
    for (let index = 0; index < gone; index += 1)
      seed.sadd(`${jobKey(root)}:dependencies`, jobKey({ queue, id: `c${index}` }));
    writeJob(seed, failed, { processedOn: "2", finishedOn: "60000", atm: "1", failedReason: "declined" });
    writePendingEdge(seed, root, failed);
    seed.zadd(`${queue}:failed`, 60_000, failed.id);
    await seed.exec();
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    const diagnosis = await getDiagnosis(connection, root);
    const view = await getFlowView(connection, root, { scope: "problems" });

    expect(diagnosis).toMatchObject({ blocked: true, cause: "child-key-missing", total: gone + 1, truncated: true });
    expect(diagnosis.culprits.map(({ cause }) => cause)).toEqual([
      ...Array.from({ length: 49 }, () => "child-key-missing"),
      "child-failed-no-policy",
    ]);
    expect(view.nodes.find(({ job }) => job.id === failed.id)?.cause).toBe("child-failed-no-policy");
    expect(view.diagnosis).toMatchObject({ total: gone + 1, truncated: true });
  },
);

import { expect } from "vitest";

import { redisTest } from "@/lib/testing/redis-test";
import { writeJob, writeParent, writePendingEdge } from "@/lib/testing/seed-by-hand";

import { getJobDetail } from "./get-job-detail";
import { listLocks } from "./list-locks";
import { openTestConnection } from "./test-connection";

// It was 0 for ever where nobody asked for triage.
redisTest("what a lock holds up is known to whoever asks for locks only", async ({ redis, redisUrl, prefix }) => {
  const root = { queue: `${prefix}:orders`, id: "root" };
  const held = { queue: `${prefix}:orders`, id: "held" };
  const seed = redis.multi();
  writeParent(seed, root);
  writeJob(seed, held, { processedOn: String(Date.now()) });
  writePendingEdge(seed, root, held);
  await seed
    .rpush(`${held.queue}:active`, held.id)
    .set(`${held.queue}:${held.id}:lock`, "worker:1", "PX", 60_000)
    .hset(`${held.queue}:meta`, "opts.maxLenEvents", "10000")
    .exec();
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });
  await connection.watch.sweepNow();

  const { locks } = await listLocks(connection, { limit: 50 });

  expect(locks).toMatchObject([{ job: held, blocks: { jobs: 1, flows: 1 } }]);
});

redisTest.for([
  ["that ends early", "{broken", ["bad-data-json"]],
  ["nested beyond any parser", "[".repeat(100_000), ["bad-data-json"]],
  ["that is whole", '{"whole":1}', []],
] as const)("data %s is told in its job's detail", async ([, data, damaged], { redis, redisUrl, prefix }) => {
  const job = { queue: `${prefix}:orders`, id: "1" };
  const seed = redis.multi().rpush(`${job.queue}:wait`, job.id);
  writeJob(seed, job, { data });
  await seed.exec();
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  expect((await getJobDetail(connection, job)).damaged).toEqual(damaged);
});

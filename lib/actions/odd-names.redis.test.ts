import { Queue } from "bullmq";
import { expect, onTestFinished } from "vitest";

import { checkInvariants } from "@/lib/testing/check-invariants";
import { holdChild } from "@/lib/testing/hold-child";
import { openOperator } from "@/lib/testing/operator";
import { readKeys } from "@/lib/testing/read-keys";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

redisTest("acting writes nothing to a queue's meta", async ({ redis, redisUrl, prefix }) => {
  const operator = openOperator(createJobActor, { redis });
  await redis.hset(`${prefix}:cards:meta`, { version: "bullmq:5.81.5", "opts.maxLenEvents": "500" });
  const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });

  await operator.perform("fail", await operator.preview("fail", flow.child));
  await operator.perform("retry", await operator.preview("retry", flow.child));

  expect(await redis.hgetall(`${prefix}:cards:meta`)).toEqual({ version: "bullmq:5.81.5", "opts.maxLenEvents": "500" });
});

redisTest.for(["repeat:nightly:1795408454482", "a/b", "100%", "..", "💳", "__proto__", "new\nline"])(
  "the id %j is failed and retried, and its parent too is found",
  async (id, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, policy: "ignore", ids: { child: id, parent: id } });

    const announced = await operator.preview("fail", flow.child);
    const failed = await operator.perform("fail", announced);
    await operator.expectFates(announced.effects);
    const retried = await operator.perform("retry", await operator.preview("retry", flow.child));

    expect([failed.result, retried.result]).toEqual(["done", "done"]);
    expect(announced.effects.map(({ job, to }) => [job.id, to])).toEqual([
      [id, "failed"],
      [id, "waiting"],
    ]);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(["{shop}", "a:b", "p*q[1]"])(
  "the prefix %s is acted under",
  async (start, { redis, redisUrl, prefix }) => {
    const oddPrefix = `${start}${prefix}`;
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix: oddPrefix, policy: "ignore" });

    const announced = await operator.preview("fail", flow.child);
    const result = await operator.perform("fail", announced);

    expect(result).toMatchObject({ job: flow.child, result: "done" });
    await operator.expectFates(announced.effects);
    expect(await checkInvariants({ redisUrl, prefix: oddPrefix })).toEqual([]);
  },
);

redisTest.for(["remove", "put-back", "clear-ghost-lock"] as const)(
  "%s takes neither a job scheduler nor a queue's own key for a job",
  async (action, { redis, redisUrl, prefix }) => {
    const { hostname, port } = new URL(redisUrl);
    const queue = new Queue("cards", { connection: { host: hostname, port: Number(port) }, prefix });
    onTestFinished(() => queue.close());
    await queue.upsertJobScheduler("nightly", { every: 3_600_000 }, { name: "charge" });
    await queue.add("charge", {}, { jobId: "1a", deduplication: { id: "once" } });
    await redis.set(`${prefix}:cards:repeat:nightly:lock`, "x", "PX", 600_000);
    const operator = openOperator(createJobActor, { redis });
    const ids = ["repeat:nightly", "meta", "wait", "delayed", "events", "marker", "repeat", "id", "de:once"];
    const before = await readKeys(redis, prefix);

    for (const id of ids) {
      const announced = await operator.preview(action, { queue: `${prefix}:cards`, id });
      const { result } = await operator.perform(action, announced);
      const guess = { state: "none", lockId: null, attemptsStarted: 0, processedAtMs: null } as const;
      const forged = await operator.perform(action, { job: announced.job, seen: guess });

      expect([id, announced.allowed]).toEqual([id, false]);
      expect([result, forged.result]).not.toContain("done");
    }

    expect(await readKeys(redis, prefix)).toEqual(before);
  },
);

redisTest("a scheduler's next run is not offered to be removed", async ({ redis, redisUrl, prefix }) => {
  const { hostname, port } = new URL(redisUrl);
  const queue = new Queue("cards", { connection: { host: hostname, port: Number(port) }, prefix });
  onTestFinished(() => queue.close());
  const run = await queue.upsertJobScheduler("nightly", { every: 3_600_000 }, { name: "charge" });
  const operator = openOperator(createJobActor, { redis });
  const job = { queue: `${prefix}:cards`, id: run?.id ?? "" };

  const announced = await operator.preview("remove", job);
  const result = await operator.perform("remove", announced);

  expect(announced).toMatchObject({ allowed: false, refusal: "scheduled-job" });
  expect(result).toMatchObject({ result: "refused", code: "scheduled-job" });
});

redisTest(
  "a parent whose id has a colon stays blocked when its last child is deleted, as announced",
  async ({ redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({
      redisUrl,
      prefix,
      policy: "none",
      ids: { parent: "a:b:c" },
      childOptions: { removeOnFail: true },
    });

    const announced = await operator.preview("fail", flow.child);
    await operator.perform("fail", announced);

    expect(announced.effects[1]).toMatchObject({ to: "waiting-children" });
    await operator.expectFates(announced.effects);
  },
);

import { expect } from "vitest";

import { generations, latestFive, six } from "@/lib/testing/bullmq-generations";
import { redisTest } from "@/lib/testing/redis-test";

import { openTestConnection } from "../test-connection";
import { askDiagnosis, expectCause } from "./test-diagnosis";
import { child, root, toFlow, Trouble } from "./test-trouble";

const deadEnd = { blocked: true, severity: "dead-end" } as const;

redisTest("a child whose hash was deleted is child-key-missing", async ({ redis, redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow();
  await redis.unlink(`${prefix}:cards:card-1`);
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, {
    ...deadEnd,
    cause: "child-key-missing",
    chain: trouble.chain,
    asked: trouble.chain.slice(1, 2),
    headline: "settle #settle-1 still lists #card-1, which is gone (evicted or deleted by hand).",
  });
  const [culprit] = (await askDiagnosis(connection, trouble.refOf(root))).culprits;
  expect(culprit).toMatchObject({ state: "missing", job: { name: null } });
});

redisTest.for(generations)(
  "a child that another flow took over and that completed is child-completed-still-listed ($name)",
  async (generation, { redis, redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow();
    // The parent's hash is evicted, another flow takes the child over, and the first flow is added again as it was.
    await redis.unlink(`${prefix}:payments:settle-1`);
    if (generation.name === "BullMQ 5") await redis.hdel(`${prefix}:cards:card-1`, "parentKey", "parent");
    await trouble.addFlow({
      name: "refund",
      queueName: "orders",
      opts: { jobId: "order-2" },
      children: [{ name: child.name, queueName: child.queueName, opts: { jobId: child.id } }],
    });
    await trouble.addFlow();
    await trouble.runOne("cards", "completed");
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...deadEnd,
      cause: "child-completed-still-listed",
      chain: trouble.chain,
      asked: trouble.chain.slice(1, 2),
      headline: "charge-card #card-1 completed, but told another parent.",
    });
  },
);

redisTest(
  "a child that two generations of BullMQ lost between them is child-in-no-list",
  async ({ redisUrl, prefix }) => {
    const five = new Trouble({ redisUrl, prefix }, latestFive);
    const queueOfFive = five.openQueue("cards");
    const queueOfSix = new Trouble({ redisUrl, prefix }, six).openQueue("cards");
    await queueOfFive.add("older", {});
    await queueOfFive.pause();
    // BullMQ 6 adds to `wait` whether it is paused or not; BullMQ 5 resumes by renaming `paused` over it.
    const trouble = new Trouble({ redisUrl, prefix }, six);
    await trouble.addFlow(toFlow());
    await queueOfFive.resume();
    expect(await queueOfSix.getJobState(child.id)).toBe("unknown");
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...deadEnd,
      cause: "child-in-no-list",
      chain: trouble.chain,
      headline: /^charge-card #card-1 is in no list: it was lost/,
    });
  },
);

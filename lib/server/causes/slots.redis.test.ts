import { onTestFinished } from "vitest";

import { generations } from "@/lib/testing/bullmq-generations";
import { redisTest } from "@/lib/testing/redis-test";

import { openTestConnection } from "../test-connection";
import { expectCause } from "./test-diagnosis";
import { once, toFlow, Trouble } from "./test-trouble";

const stuck = { blocked: true, severity: "stuck" } as const;

/** A job of no flow, `hog`, that a worker of `cards` takes first and never ends. */
async function addHog(trouble: Trouble, options: Parameters<Trouble["hold"]>[1] = {}) {
  await trouble.openQueue("cards").add("hog", {}, { jobId: "hog-1" });
  await trouble.hold("cards", options);
  return trouble.ref("cards", "hog-1");
}

redisTest.for(generations)(
  "a global limit that a stuck job uses up is global-concurrency-maxed, and the holder is the culprit ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.openQueue("cards").setGlobalConcurrency(1);
    const hog = await addHog(trouble);
    // A second worker has a free slot: only the queue's own limit stands in the way.
    await once(
      trouble.run("cards", async () => "done", { name: "cards-2" }),
      "ready",
    );
    await trouble.addFlow();
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...stuck,
      cause: "global-concurrency-maxed",
      chain: [...trouble.chain, hog],
      asked: trouble.chain.slice(-1),
      headline: "The only slot of cards is taken by a job that is probably stuck.",
    });
  },
);

redisTest.for(generations)(
  "a worker whose slot a stuck job keeps is worker-slots-saturated, and the holder is the culprit ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    const hog = await addHog(trouble);
    await trouble.addFlow();
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...stuck,
      cause: "worker-slots-saturated",
      chain: [...trouble.chain, hog],
      asked: trouble.chain.slice(-1),
      headline: "Every worker slot of cards is held by hog #hog-1, probably stuck.",
    });
  },
);

redisTest(
  "a child behind a job that runs as usual is waiting-in-backlog, not blocked",
  async ({ redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix });
    await addHog(trouble);
    await trouble.openQueue("cards").add("before", {});
    await trouble.addFlow();
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], slowMs: 60_000, stuckMs: 90_000 });

    await expectCause(connection, {
      cause: "waiting-in-backlog",
      blocked: false,
      severity: "slow",
      chain: trouble.chain,
      headline: "charge-card #card-1 is queued behind 1 job; cards is moving.",
    });
  },
);

redisTest("a queue at its global limit whose jobs run as usual is waiting-in-backlog", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.openQueue("cards").setGlobalConcurrency(1);
  await addHog(trouble);
  await trouble.addFlow();
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], slowMs: 60_000, stuckMs: 90_000 });

  await expectCause(connection, {
    cause: "waiting-in-backlog",
    blocked: false,
    severity: "slow",
    chain: trouble.chain,
  });
});

redisTest("a prioritised child beside a line that never ends is priority-starved", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  const queue = trouble.openQueue("cards");
  await queue.addBulk(Array.from({ length: 20 }, () => ({ name: "plain", data: {} })));
  let stopped = false;
  onTestFinished(() => {
    stopped = true;
  });
  // Every job that is taken is followed by another: the line stays as long as it is.
  const worker = trouble.run("cards", async () => {
    if (!stopped) await queue.add("plain", {}, { removeOnComplete: true });
  });
  await once(worker, "completed");
  await trouble.addFlow(toFlow({ childOptions: { priority: 1 } }));
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, {
    cause: "priority-starved",
    blocked: true,
    severity: "slow",
    chain: trouble.chain,
    headline: "charge-card #card-1 is prioritised, and cards always runs its unprioritised jobs first.",
  });
});

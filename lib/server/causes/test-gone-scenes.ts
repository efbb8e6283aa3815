import "server-only";

import { generations, latestFive } from "@/lib/testing/bullmq-generations";

import type { Scene } from "./test-scene";
import { child } from "./test-trouble";

const deadEnd = { blocked: true, severity: "dead-end" } as const;

/** A child that is gone, lost, or another parent's. */
export const goneScenes: readonly Scene[] = [
  {
    ...deadEnd,
    cause: "child-key-missing",
    where: "a child whose hash was deleted",
    asked: 1,
    headline: "settle #settle-1 still lists #card-1, which is gone (evicted or deleted by hand).",
    arrange: async (trouble, redis) => {
      await trouble.addFlow();
      await redis.unlink(`${trouble.prefix}:cards:card-1`);
    },
  },
  {
    ...deadEnd,
    cause: "child-completed-still-listed",
    where: "a child that another flow took over and that completed",
    generations,
    asked: 1,
    headline: "charge-card #card-1 completed, but told another parent.",
    arrange: async (trouble, redis) => {
      await trouble.addFlow();
      // The parent's hash is evicted, another flow takes the child over, and the first flow is added again as it was.
      await redis.unlink(`${trouble.prefix}:payments:settle-1`);
      if (trouble.generation === latestFive) await redis.hdel(`${trouble.prefix}:cards:card-1`, "parentKey", "parent");
      await trouble.addFlow({
        name: "refund",
        queueName: "orders",
        opts: { jobId: "order-2" },
        children: [{ name: child.name, queueName: child.queueName, opts: { jobId: child.id } }],
      });
      await trouble.addFlow();
      await trouble.runOne("cards", "completed");
    },
  },
  {
    ...deadEnd,
    cause: "child-in-no-list",
    where: "a child that two generations of BullMQ lost between them",
    headline: "charge-card #card-1 is in no list: it was lost (mixed BullMQ versions pausing the queue do this).",
    arrange: async (trouble) => {
      const queueOfFive = trouble.as({ generation: latestFive }).openQueue("cards");
      await queueOfFive.add("older", {});
      await queueOfFive.pause();
      // BullMQ 6 adds to `wait` whether it is paused or not; BullMQ 5 resumes by renaming `paused` over it.
      await trouble.addFlow();
      await queueOfFive.resume();
    },
  },
];

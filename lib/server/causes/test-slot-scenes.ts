import "server-only";

import { onTestFinished } from "vitest";

import type { JobRef } from "@/lib/core/job-ref";
import { generations } from "@/lib/testing/bullmq-generations";

import type { Scene } from "./test-scene";
import { once, toFlow } from "./test-trouble";
import type { Trouble } from "./test-trouble";

const stuck = { blocked: true, severity: "stuck", asked: 2 } as const;

/** A job of no flow that a worker of `cards` takes first and never ends. */
async function addHog(trouble: Trouble): Promise<JobRef> {
  await trouble.openQueue("cards").add("hog", {}, { jobId: "hog-1" });
  await trouble.hold("cards");
  return trouble.ref("cards", "hog-1");
}

/** A child that waits for a slot. */
export const slotScenes: readonly Scene[] = [
  {
    ...stuck,
    cause: "global-concurrency-maxed",
    where: "a queue's own limit that a stuck job uses up beside a free worker",
    generations,
    headline: "The only slot of cards is taken by a job that is probably stuck.",
    arrange: async (trouble) => {
      await trouble.openQueue("cards").setGlobalConcurrency(1);
      const hog = await addHog(trouble);
      await once(
        trouble.run("cards", async () => "done", { name: "cards-2" }),
        "ready",
      );
      await trouble.addFlow();
      return [...trouble.chain, hog];
    },
  },
  {
    ...stuck,
    cause: "worker-slots-saturated",
    where: "a worker whose slot a stuck job keeps",
    generations,
    headline: "Every worker slot of cards is held by hog #hog-1, probably stuck.",
    arrange: async (trouble) => {
      const hog = await addHog(trouble);
      await trouble.addFlow();
      return [...trouble.chain, hog];
    },
  },
  {
    ...stuck,
    cause: "worker-slots-saturated",
    where: "a child that is due while a stuck job keeps the slot that would promote it",
    arrange: async (trouble) => {
      const hog = await addHog(trouble);
      await trouble.addFlow(toFlow({ childOptions: { delay: 300 } }));
      return [...trouble.chain, hog];
    },
  },
  {
    cause: "waiting-in-backlog",
    blocked: false,
    severity: "slow",
    where: "a child behind a job that runs as usual",
    patient: true,
    headline: "charge-card #card-1 is queued behind 1 job; cards is moving.",
    arrange: async (trouble) => {
      await addHog(trouble);
      await trouble.openQueue("cards").add("before", {});
      await trouble.addFlow();
    },
  },
  {
    cause: "waiting-in-backlog",
    blocked: false,
    severity: "slow",
    where: "a queue at its own limit with jobs that run as usual",
    patient: true,
    arrange: async (trouble) => {
      await trouble.openQueue("cards").setGlobalConcurrency(1);
      await addHog(trouble);
      await trouble.addFlow();
    },
  },
  {
    cause: "priority-starved",
    blocked: true,
    severity: "slow",
    where: "a prioritised child beside a line that never ends",
    headline: "charge-card #card-1 is prioritised, and cards always runs its unprioritised jobs first.",
    arrange: async (trouble) => {
      const queue = trouble.openQueue("cards");
      await queue.addBulk(Array.from({ length: 20 }, () => ({ name: "plain", data: {} })));
      let stopped = false;
      // Every job that is taken is followed by another: the line stays as long as it is.
      const worker = trouble.run("cards", async () => {
        if (!stopped) await queue.add("plain", {}, { removeOnComplete: true });
      });
      onTestFinished(() => {
        stopped = true;
      });
      await once(worker, "completed");
      await trouble.addFlow(toFlow({ childOptions: { priority: 1 } }));
    },
  },
];

import "server-only";

import { UnrecoverableError } from "bullmq";

import { generations, oldFive } from "@/lib/testing/bullmq-generations";

import type { Scene } from "./test-scene";
import { child, fail, once, toFlow } from "./test-trouble";

const deadEnd = { blocked: true, severity: "dead-end" } as const;

/** A child that failed, or is about to. */
export const failedScenes: readonly Scene[] = [
  {
    ...deadEnd,
    cause: "child-failed-no-policy",
    where: "a failed child without a policy",
    generations,
    sound: true,
    headline:
      "charge-card #card-1 failed and nothing tells settle #settle-1 to move on: it waits until charge-card #card-1 succeeds.",
    arrange: async (trouble) => {
      await trouble.addFlow();
      await trouble.runOne("cards", "failed", fail("card declined"));
    },
  },
  {
    ...deadEnd,
    cause: "child-failed-before-attach",
    where: "a child that had failed before a flow attached it",
    generations,
    headline: "charge-card #card-1 had failed before this flow attached it, so its failure policy can never fire.",
    arrange: async (trouble) => {
      await trouble.openQueue("cards").add(child.name, {}, { jobId: child.id });
      await trouble.runOne("cards", "failed", fail("card declined"));
      await trouble.addFlow(toFlow({ childOptions: { failParentOnFailure: true } }));
    },
  },
  {
    ...deadEnd,
    cause: "child-failed-stalled-limit",
    where: "a child that the stalled check failed",
    generations: [...generations, oldFive],
    sound: true,
    headline: "charge-card #card-1 stalled too often and was failed by the stalled check.",
    arrange: async (trouble) => {
      const deadly = { lockDuration: 300, stalledInterval: 200, maxStalledCount: 0 };
      await trouble.addFlow();
      await trouble.kill(await trouble.hold("cards", deadly));
      await trouble.runOne("cards", "failed", fail("never called"), deadly);
    },
  },
  {
    ...deadEnd,
    cause: "child-failed-zombie-lock",
    where: "a child that was failed with the lock bypassed",
    generations,
    headline: "charge-card #card-1 was failed from outside with the lock bypassed; its old run still holds the lock.",
    arrange: async (trouble) => {
      await trouble.addFlow();
      await trouble.hold("cards");
      const job = await trouble.openQueue("cards", { skipMetasUpdate: true }).getJob(child.id);
      await job?.moveToFailed(new UnrecoverableError("killed by hand"), "0", false);
    },
  },
  {
    cause: "child-retry-backoff",
    blocked: true,
    severity: "limited",
    where: "a failed child that is tried again later",
    generations: [...generations, oldFive],
    sound: true,
    headline: /^charge-card #card-1 retries in (59 m( \d+ s)?|1 h), attempt 2 of 3\.$/,
    arrange: async (trouble) => {
      await trouble.addFlow(toFlow({ childOptions: { attempts: 3, backoff: 3_600_000 } }));
      await trouble.runOne("cards", "failed", fail("card declined"));
    },
  },
  {
    cause: "child-deferred-failure",
    blocked: true,
    severity: "nobody",
    where: "a stalled child that is marked to fail and has no worker",
    generations,
    sound: true,
    headline: "charge-card #card-1 is marked to fail, and no worker is there to do it.",
    arrange: async (trouble) => {
      await trouble.addFlow();
      await trouble.kill(await trouble.hold("cards", { lockDuration: 300, stalledInterval: 200 }));
      // It only checks: nobody takes what the check has marked.
      const checker = trouble.run("cards", null, { autorun: false, stalledInterval: 200, maxStalledCount: 0 });
      await once(checker, "ready");
      const marked = once(checker, "stalled");
      await checker.startStalledCheckTimer();
      await marked;
      await checker.close();
    },
  },
];

import "server-only";

import { generations, oldFive } from "@/lib/testing/bullmq-generations";

import type { Scene } from "./test-scene";
import { child, fail, once, parent, toFlow } from "./test-trouble";

const deadEnd = { blocked: true, severity: "dead-end" } as const;
const failing = { failParentOnFailure: true } as const;
/** Lets a failed child release its parent although `print-label` never starts. */
const released = toFlow({
  childOptions: { continueParentOnFailure: true },
  siblings: [{ name: "print-label", queueName: "labels", opts: { jobId: "label-1" } }],
});

/** A parent that is at fault itself. */
export const parentScenes: readonly Scene[] = [
  {
    ...deadEnd,
    cause: "parent-zero-deps",
    where: "a parent whose only child belongs to another parent",
    generations,
    headline: "refund #order-2 waits for nothing: its child belonged to another parent when the flow was added.",
    arrange: async (trouble) => {
      await trouble.addFlow();
      await trouble.addFlow({
        name: "refund",
        queueName: "orders",
        opts: { jobId: "order-2" },
        children: [{ name: child.name, queueName: child.queueName, opts: { jobId: child.id } }],
      });
      return [trouble.ref("orders", "order-2")];
    },
  },
  {
    ...deadEnd,
    cause: "parent-released-with-pending-deps",
    where: "a parent that a failure released before its other children",
    generations,
    sound: true,
    headline:
      "A child's failure released settle #settle-1 while 1 child is unfinished; it will fail if it returns normally.",
    arrange: async (trouble) => {
      await trouble.addFlow(released);
      await trouble.runOne("cards", "failed", fail("card declined"));
      return trouble.chain.slice(0, 2);
    },
  },
  {
    ...deadEnd,
    cause: "parent-released-with-pending-deps",
    where: "a released parent whose failed child was removed, with only siblings that wait",
    generations,
    headline:
      "A child's failure released settle #settle-1 while 1 child is unfinished; it will fail if it returns normally.",
    arrange: async (trouble) => {
      await trouble.addFlow(
        toFlow({
          childOptions: { continueParentOnFailure: true, removeOnFail: true },
          siblings: [{ name: "print-label", queueName: "labels", opts: { jobId: "label-1" } }],
        }),
      );
      await trouble.runOne("cards", "failed", fail("card declined"));
      return trouble.chain.slice(0, 2);
    },
  },
  {
    cause: "parent-deferred-failure",
    blocked: true,
    severity: "nobody",
    where: "a parent that a child's failure has marked",
    generations,
    sound: true,
    headline: "settle #settle-1 will fail as soon as a worker of payments picks it up.",
    arrange: async (trouble) => {
      await trouble.addFlow(toFlow({ childOptions: failing }));
      await trouble.runOne("cards", "failed", fail("card declined"));
      return trouble.chain.slice(0, 2);
    },
  },
  {
    ...deadEnd,
    cause: "parent-unsuccessful-child-missing",
    where: "a failed parent whose failed child was removed",
    generations,
    headline: "settle #settle-1 can never complete: the failed child it remembers was removed.",
    arrange: async (trouble) => {
      await trouble.addFlow(toFlow({ childOptions: failing }));
      await trouble.runOne("cards", "failed", fail("card declined"));
      await trouble.runOne("payments", "failed");
      await trouble.openQueue("cards").remove(child.id);
      return trouble.chain.slice(0, 2);
    },
  },
  {
    ...deadEnd,
    cause: "parent-failed-pending-deps",
    where: "a parent that returned before its children",
    generations,
    headline: "settle #settle-1's processor returned while children were pending (no `WaitingChildrenError`).",
    arrange: async (trouble) => {
      await trouble.addFlow(released);
      await trouble.runOne("cards", "failed", fail("card declined"));
      await trouble.runOne("payments", "failed");
      return trouble.chain.slice(0, 2);
    },
  },
  {
    cause: "parent-active-no-lock",
    blocked: true,
    severity: "recovering",
    where: "a parent that completes with pending children",
    generations: [oldFive],
    headline: "settle #settle-1 lost its lock when it tried to complete with pending children (BullMQ < 5.45.2).",
    arrange: async (trouble) => {
      await trouble.openQueue("payments").add(parent.name, {}, { jobId: parent.id });
      const cards = trouble.openQueue("cards");
      const worker = trouble.run("payments", async (job) => {
        const above = { id: job.id ?? "", queue: job.queueQualifiedName };
        await cards.add(child.name, {}, { jobId: child.id, parent: above });
      });
      // Its completion is refused after the lock is gone.
      await once(worker, "error");
      return [trouble.refOf(parent)];
    },
  },
  {
    cause: "parent-key-missing",
    blocked: false,
    severity: "slow",
    where: "a child whose parent's hash is gone",
    headline: "charge-card #card-1's parent was removed.",
    arrange: async (trouble, redis) => {
      await trouble.addFlow();
      await redis.unlink(`${trouble.prefix}:payments:settle-1`);
      return [trouble.refOf(child)];
    },
  },
  {
    cause: "parent-already-finished",
    blocked: false,
    severity: "slow",
    where: "children that were attached to a completed parent",
    generations,
    headline: "settle #settle-1 already finished; these children were attached later.",
    arrange: async (trouble) => {
      await trouble.openQueue("payments").add(parent.name, {}, { jobId: parent.id });
      await trouble.runOne("payments", "completed");
      const above = { id: parent.id, queue: `${trouble.prefix}:payments` };
      await trouble.openQueue("cards").add(child.name, {}, { jobId: child.id, parent: above });
      return [trouble.refOf(parent)];
    },
  },
];

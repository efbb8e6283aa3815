import { expect } from "vitest";

import { generations, oldFive, six } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { openTestConnection } from "../test-connection";
import { expectCause, expectNotBlocked } from "./test-diagnosis";
import { child, fail, parent, toFlow, Trouble } from "./test-trouble";

const deadEnd = { blocked: true, severity: "dead-end" } as const;

/** Another child of `settle`, which never starts. */
const label = { name: "print-label", queueName: "labels", opts: { jobId: "label-1" } };

redisTest.for(generations)(
  "a parent whose only child belongs to another parent is parent-zero-deps ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow();
    await trouble.addFlow({
      name: "refund",
      queueName: "orders",
      opts: { jobId: "order-2" },
      children: [{ name: child.name, queueName: child.queueName, opts: { jobId: child.id } }],
    });
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...deadEnd,
      cause: "parent-zero-deps",
      chain: [trouble.ref("orders", "order-2")],
      headline: "refund #order-2 waits for nothing: its child belonged to another parent when the flow was added.",
    });
  },
);

redisTest.for(generations)(
  "a parent that a failure released before its other children is parent-released-with-pending-deps ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow(toFlow({ childOptions: { continueParentOnFailure: true }, siblings: [label] }));
    await trouble.runOne("cards", "failed", fail("card declined"));
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...deadEnd,
      cause: "parent-released-with-pending-deps",
      chain: trouble.chain.slice(0, 2),
      headline:
        "A child's failure released settle #settle-1 while 1 child is unfinished; it will fail if it returns normally.",
    });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(generations)(
  "a parent that a child's failure has marked is parent-deferred-failure ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow(toFlow({ childOptions: { failParentOnFailure: true } }));
    await trouble.runOne("cards", "failed", fail("card declined"));
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      cause: "parent-deferred-failure",
      blocked: true,
      severity: "nobody",
      chain: trouble.chain.slice(0, 2),
      headline: "settle #settle-1 will fail as soon as a worker of payments picks it up.",
    });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(generations)(
  "a failed parent whose failed child was removed is parent-unsuccessful-child-missing ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow(toFlow({ childOptions: { failParentOnFailure: true } }));
    await trouble.runOne("cards", "failed", fail("card declined"));
    await trouble.runOne("payments", "failed");
    await trouble.openQueue("cards").remove(child.id);
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...deadEnd,
      cause: "parent-unsuccessful-child-missing",
      chain: trouble.chain.slice(0, 2),
      headline: "settle #settle-1 can never complete: the failed child it remembers was removed.",
    });
  },
);

redisTest.for(generations)(
  "a parent that returned before its children is parent-failed-pending-deps ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow(toFlow({ childOptions: { continueParentOnFailure: true }, siblings: [label] }));
    await trouble.runOne("cards", "failed", fail("card declined"));
    await trouble.runOne("payments", "failed");
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...deadEnd,
      cause: "parent-failed-pending-deps",
      chain: trouble.chain.slice(0, 2),
      headline: "settle #settle-1's processor returned while children were pending (no `WaitingChildrenError`).",
    });
  },
);

redisTest(
  "a parent of 5.34.0 that completes with pending children is parent-active-no-lock",
  async ({ redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, oldFive);
    await trouble.openQueue("payments").add(parent.name, {}, { jobId: parent.id });
    const cards = trouble.openQueue("cards");
    const worker = trouble.run("payments", async (job) => {
      await cards.add(child.name, {}, { jobId: child.id, parent: { id: job.id ?? "", queue: job.queueQualifiedName } });
    });
    // Its completion is refused after the lock is gone.
    await new Promise((resolve) => worker.on("error", resolve));
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      cause: "parent-active-no-lock",
      blocked: true,
      severity: "recovering",
      chain: [trouble.refOf(parent)],
      headline: "settle #settle-1 lost its lock when it tried to complete with pending children (BullMQ < 5.45.2).",
    });
  },
);

redisTest(
  "a child whose parent's hash is gone is parent-key-missing, and not blocked",
  async ({ redis, redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix });
    await trouble.addFlow();
    await redis.unlink(`${prefix}:payments:settle-1`);
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      cause: "parent-key-missing",
      blocked: false,
      severity: "slow",
      chain: [trouble.refOf(child)],
      headline: "charge-card #card-1's parent was removed.",
    });
  },
);

redisTest.for([six])(
  "children that were attached to a completed parent are parent-already-finished, and not blocked ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.openQueue("payments").add(parent.name, {}, { jobId: parent.id });
    await trouble.runOne("payments", "completed");
    await trouble.openQueue("cards").add(
      child.name,
      {},
      {
        jobId: child.id,
        parent: { id: parent.id, queue: `${prefix}:payments` },
      },
    );
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      cause: "parent-already-finished",
      blocked: false,
      severity: "slow",
      chain: [trouble.refOf(parent)],
      headline: "settle #settle-1 already finished; these children were attached later.",
    });
  },
);

redisTest("a flow that is done, and a job that waits for nothing, are not-blocked", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow();
  for (const queue of ["cards", "payments", "orders"]) await trouble.runOne(queue, "completed");
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectNotBlocked(connection, trouble.chain);
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

import { UnrecoverableError } from "bullmq";
import { expect } from "vitest";

import { generations, oldFive, six } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { openTestConnection } from "../test-connection";
import { expectCause } from "./test-diagnosis";
import { child, fail, once, toFlow, Trouble } from "./test-trouble";

const deadEnd = { blocked: true, severity: "dead-end" } as const;

redisTest.for(generations)(
  "a failed child without a policy is child-failed-no-policy ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow();
    await trouble.runOne("cards", "failed", fail("card declined"));
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...deadEnd,
      cause: "child-failed-no-policy",
      chain: trouble.chain,
      headline:
        "charge-card #card-1 failed and nothing tells settle #settle-1 to move on: it waits until charge-card #card-1 succeeds.",
    });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(generations)(
  "a child that had failed before a flow attached it is child-failed-before-attach ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.openQueue("cards").add(child.name, {}, { jobId: child.id });
    await trouble.runOne("cards", "failed", fail("card declined"));
    await trouble.addFlow(toFlow({ childOptions: { failParentOnFailure: true } }));
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, { ...deadEnd, cause: "child-failed-before-attach", chain: trouble.chain });
  },
);

redisTest.for([...generations, oldFive])(
  "a child that the stalled check failed is child-failed-stalled-limit ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow();
    const deadly = { lockDuration: 300, stalledInterval: 200, maxStalledCount: 0 };
    await trouble.kill(await trouble.hold("cards", deadly));
    await trouble.runOne("cards", "failed", fail("never called"), deadly);
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...deadEnd,
      cause: "child-failed-stalled-limit",
      chain: trouble.chain,
      headline: "charge-card #card-1 stalled too often and was failed by the stalled check.",
    });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(generations)(
  "a child that was failed with the lock bypassed is child-failed-zombie-lock ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow();
    await trouble.hold("cards");
    const job = await trouble.openQueue("cards", { skipMetasUpdate: true }).getJob(child.id);
    await job?.moveToFailed(new UnrecoverableError("killed by hand"), "0", false);
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...deadEnd,
      cause: "child-failed-zombie-lock",
      chain: trouble.chain,
      headline: /^charge-card #card-1 was failed from outside with the lock bypassed/,
    });
  },
);

redisTest("a failed child that is retried with back-off is child-retry-backoff", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow(toFlow({ childOptions: { attempts: 3, backoff: 3_600_000 } }));
  await trouble.runOne("cards", "failed", fail("card declined"));
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, {
    blocked: true,
    severity: "limited",
    cause: "child-retry-backoff",
    chain: trouble.chain,
    headline: /^charge-card #card-1 retries in (59 m \d+ s|1 h), attempt 2 of 3\.$/,
  });
  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest.for([six])(
  "a stalled child that is marked to fail and has no worker is child-deferred-failure ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow();
    await trouble.kill(await trouble.hold("cards", { lockDuration: 300, stalledInterval: 200 }));
    // It only checks: autorun is off, so nobody takes what the check has marked.
    const checker = trouble.run("cards", null, { stalledInterval: 200, maxStalledCount: 0 });
    await once(checker, "ready");
    await checker.startStalledCheckTimer();
    await new Promise<void>((resolve) => checker.once("stalled", () => resolve()));
    await checker.close();
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      blocked: true,
      severity: "nobody",
      cause: "child-deferred-failure",
      chain: trouble.chain,
      headline: "charge-card #card-1 is marked to fail, and no worker is there to do it.",
    });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

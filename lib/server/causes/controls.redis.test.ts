import { expect } from "vitest";

import { redisTest } from "@/lib/testing/redis-test";

import { openTestConnection } from "../test-connection";
import { askDiagnosis, expectCause, expectNotBlocked } from "./test-diagnosis";
import { child, parent, toFlow, Trouble } from "./test-trouble";

/** Longer than these tests let a job be silent. */
const watchedMs = 1_500;

redisTest.for([
  { shows: "log lines", show: (job, count) => job.log(`line ${count}`) },
  { shows: "its data", show: (job, count) => job.updateData({ count }) },
] satisfies readonly { shows: string; show: Parameters<Trouble["work"]>[1] }[])(
  "a job that only changes $shows is never blocked, however long it is held",
  async ({ show }, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix });
    await trouble.addFlow();
    await trouble.work("cards", show);
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], slowMs: 600, stuckMs: 700 });

    for (let heldMs = 0; heldMs < watchedMs;) {
      const { blocked, culprits } = await askDiagnosis(connection, trouble.refOf(child));
      expect(blocked).toBe(false);
      heldMs = culprits[0]?.lock?.heldMs ?? 0;
    }
    await expectCause(connection, {
      cause: "active-progressing",
      blocked: false,
      severity: "slow",
      chain: trouble.chain,
    });
  },
);

redisTest("where CLIENT LIST is refused, nobody is known to be missing", async ({ redis, redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow();
  // The user goes with this run's Redis: deleting it would cut the connection that is still closing.
  await redis.acl("SETUSER", prefix, "on", ">secret", "~*", "+@all", "-client|list");
  const { host } = new URL(redisUrl);
  const connection = await openTestConnection({ redisUrl: `redis://${prefix}:secret@${host}`, prefixes: [prefix] });

  await expectCause(connection, { cause: "unknown", blocked: true, severity: "slow", chain: trouble.chain });
});

redisTest("a child and a parent whose ids hold colons are told whole", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  const ids = { child: "repeat:nightly:1795408454482", parent: "a:b:c" };
  await trouble.addFlow(toFlow({ childOptions: { jobId: ids.child }, parentOptions: { jobId: ids.parent } }));
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, {
    cause: "no-workers",
    blocked: true,
    severity: "nobody",
    chain: [
      ...trouble.chain.slice(0, 1),
      trouble.ref(parent.queueName, ids.parent),
      trouble.ref(child.queueName, ids.child),
    ],
  });
});

redisTest("a flow that is done is not-blocked for whoever asks", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow();
  for (const queueName of ["cards", "payments", "orders"]) await trouble.runOne(queueName, "completed");
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectNotBlocked(connection, trouble.chain);
});

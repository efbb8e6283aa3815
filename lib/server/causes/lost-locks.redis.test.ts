import { expect } from "vitest";

import { generations, oldFive } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { openTestConnection } from "../test-connection";
import { expectCause } from "./test-diagnosis";
import { once, Trouble } from "./test-trouble";

/** A lock that runs out at once, and a stalled check that is forgotten at once. */
const brief = { lockDuration: 500, stalledInterval: 500 };

redisTest.for(generations)(
  "a dead worker that nobody follows is active-no-lock-no-worker ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow();
    await trouble.kill(await trouble.hold("cards", brief));
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      cause: "active-no-lock-no-worker",
      blocked: true,
      severity: "nobody",
      chain: trouble.chain,
      headline: "charge-card #card-1's worker died and nobody checks for stalled jobs.",
    });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest("a dead worker beside a living one is active-no-lock-worker-connected", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow();
  const dying = await trouble.hold("cards", { ...brief, skipStalledCheck: true });
  // It looks for stalled jobs at once and then in half a minute: long after this test.
  await once(
    trouble.run("cards", async () => "done", { name: "cards-2" }),
    "ready",
  );
  await trouble.kill(dying);
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, {
    cause: "active-no-lock-worker-connected",
    blocked: true,
    severity: "recovering",
    chain: trouble.chain,
    headline: /^charge-card #card-1's lock ran out\. Its worker died or its event loop is blocked \(we can't tell\)/,
  });
});

redisTest.for([...generations, oldFive])(
  "a job that killed two workers and runs again is stalled-repeatedly ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow();
    const deadly = { lockDuration: 300, stalledInterval: 200, maxStalledCount: 10 };
    for (let kills = 0; kills < 2; kills += 1) await trouble.kill(await trouble.hold("cards", deadly));
    await trouble.hold("cards", { lockDuration: 3_000, stalledInterval: 200, maxStalledCount: 10 });
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], slowMs: 60_000, stuckMs: 90_000 });

    await expectCause(connection, {
      cause: "stalled-repeatedly",
      blocked: true,
      severity: "recovering",
      chain: trouble.chain,
      headline: "charge-card #card-1 has stalled 2 times: its worker crashes or blocks on it.",
    });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

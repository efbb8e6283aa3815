import { expect, onTestFinished } from "vitest";

import { generations, oldFive } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { openGate } from "@/lib/testing/open-gate";
import { redisTest } from "@/lib/testing/redis-test";

import { openTestConnection } from "../test-connection";
import { expectCause } from "./test-diagnosis";
import { Trouble } from "./test-trouble";

const hung = { cause: "hung-lock-renewed", blocked: true, severity: "stuck" } as const;

redisTest.for(generations)(
  "a promise that never settles is hung-lock-renewed ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow();
    await trouble.hold("cards");
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], slowMs: 1_000, stuckMs: 2_000 });

    await expectCause(connection, {
      ...hung,
      chain: trouble.chain,
      headline: /^A live worker has renewed the lock of charge-card #card-1 at least \d+ times? in \d+ s without/,
    });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest(
  "a worker of 5.34.0 whose completion call never settles renews for ever: hung-lock-renewed",
  async ({ redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, oldFive);
    await trouble.addFlow();
    const gate = openGate();
    const worker = trouble.run("cards", async (job) => {
      // safe because only the test's own job is taken: its call hangs as on a connection that swallows the answer
      Object.assign(job, { moveToCompleted: () => gate.passed });
      return "done";
    });
    onTestFinished(gate.open);
    await new Promise((resolve) => worker.once("active", resolve));
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, { ...hung, chain: trouble.chain });
  },
);

redisTest.for(generations)(
  "a worker that waits in close() has no name left and is hung-lock-renewed still ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow();
    const worker = await trouble.hold("cards");
    void worker.close();
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, { ...hung, chain: trouble.chain });
  },
);

redisTest("a job that reports progress is active-progressing, not blocked", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow();
  let reports = 0;
  let stopped = false;
  trouble.run("cards", async (job) => {
    // Every report is followed by the next: the job moves as long as it runs.
    while (!stopped) {
      await job.updateProgress((reports += 1));
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  onTestFinished(() => {
    stopped = true;
  });
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, {
    cause: "active-progressing",
    blocked: false,
    severity: "slow",
    chain: trouble.chain,
    headline: /^charge-card #card-1 is working: last sign /,
  });
});

redisTest(
  "a job held for no longer than its slow limit with a renewed lock is active-as-usual",
  async ({ redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix });
    await trouble.addFlow();
    await trouble.hold("cards", { lockDuration: 1_000 });
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], slowMs: 60_000, stuckMs: 90_000 });

    await expectCause(connection, {
      cause: "active-as-usual",
      blocked: false,
      severity: "slow",
      chain: trouble.chain,
      headline: /^charge-card #card-1 has been running for \d.*; its usual time is unknown\.$/,
    });
  },
);

redisTest("a job that is silent for too long is a suspect and not blocked", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow();
  await trouble.hold("cards", { lockDuration: 1_000 });
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], slowMs: 500, stuckMs: 90_000 });

  await expectCause(connection, {
    cause: "active-as-usual",
    blocked: false,
    severity: "suspect",
    chain: trouble.chain,
  });
});

redisTest(
  "a lock that was not renewed yet is active-within-lock, however long it lasts",
  async ({ redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix });
    await trouble.addFlow();
    await trouble.hold("cards", { lockDuration: 3_600_000 });
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      cause: "active-within-lock",
      blocked: false,
      severity: "slow",
      chain: trouble.chain,
    });
  },
);

import { expect } from "vitest";

import { generations, latestFive } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { redisTest } from "@/lib/testing/redis-test";

import { openTestConnection } from "../test-connection";
import { expectCause } from "./test-diagnosis";
import { child, once, toFlow, Trouble } from "./test-trouble";

const paused = { cause: "queue-paused", blocked: true, severity: "paused" } as const;
const nobody = { blocked: true, severity: "nobody" } as const;

redisTest.for(generations)(
  "a child in a paused queue is queue-paused, workers or not ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.openQueue("cards").pause();
    await trouble.addFlow();
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, { ...paused, chain: trouble.chain, headline: "cards is paused." });
    await once(
      trouble.run("cards", async () => "done"),
      "ready",
    );
    await expectCause(connection, { ...paused, chain: trouble.chain });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest("a prioritised child in a paused queue is queue-paused", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.openQueue("cards").pause();
  await trouble.addFlow(toFlow({ childOptions: { priority: 5 } }));
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, { ...paused, chain: trouble.chain });
});

redisTest(
  "a child in a paused list of a queue that is not paused is stranded-in-paused-list",
  async ({ redis, redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, latestFive);
    await trouble.openQueue("cards").pause();
    await trouble.addFlow();
    // Somebody repairs the pause by hand and forgets the list.
    await redis.hdel(`${prefix}:cards:meta`, "paused");
    await once(
      trouble.run("cards", async () => "done"),
      "ready",
    );
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      cause: "stranded-in-paused-list",
      blocked: true,
      severity: "paused",
      chain: trouble.chain,
      headline: "charge-card #card-1 sits in a paused list that nobody reads.",
    });
  },
);

redisTest.for(generations)(
  "a waiting child in a queue without workers is no-workers ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.addFlow();
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      ...nobody,
      cause: "no-workers",
      chain: trouble.chain,
      headline: "Nobody is working cards.",
    });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest("workers that look under a prefix without jobs are workers-on-other-prefix", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow();
  const astray = new Trouble({ redisUrl, prefix: `${prefix}-astray` });
  await once(
    astray.run("cards", async () => "done"),
    "ready",
  );
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix, astray.prefix] });

  await expectCause(connection, {
    ...nobody,
    cause: "workers-on-other-prefix",
    chain: trouble.chain,
    headline: `Nobody is working cards: its workers look under prefix ${prefix}-astray.`,
  });
});

redisTest(
  "workers of another prefix with work of their own explain nothing: no-workers",
  async ({ redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix });
    await trouble.addFlow();
    const staging = new Trouble({ redisUrl, prefix: `${prefix}-staging` });
    // All that was ever added there is done and removed.
    await staging.openQueue("cards").add("charge-card", {}, { removeOnComplete: true });
    await once(
      staging.run("cards", async () => "done"),
      "completed",
    );
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix, staging.prefix] });

    await expectCause(connection, { ...nobody, cause: "no-workers", chain: trouble.chain });
  },
);

redisTest("a worker that is connected and never runs is worker-not-fetching", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow();
  await once(
    trouble.run("cards", async () => "done", { autorun: false }),
    "ready",
  );
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, {
    ...nobody,
    cause: "worker-not-fetching",
    chain: trouble.chain,
    headline: "Workers of cards are connected but fetch nothing (paused or not running).",
  });
});

redisTest.for(generations)(
  "a child in a queue whose limit is used up is rate-limited ($name)",
  async (generation, { redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix }, generation);
    await trouble.openQueue("cards").rateLimit(3_600_000);
    await trouble.addFlow();
    await once(
      // Workers without a limiter of their own don't ask for the queue's.
      trouble.run("cards", async () => "done", { limiter: { max: 100, duration: 1_000 } }),
      "ready",
    );
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await expectCause(connection, {
      blocked: true,
      severity: "limited",
      cause: "rate-limited",
      chain: trouble.chain,
      headline: /^cards reached its rate limit; next start in (59 m \d+ s|1 h)\.$/,
    });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest("a limiter of the worker itself is rate-limited too", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.openQueue("cards").add("warm-up", {});
  const worker = trouble.run("cards", async () => "done", { limiter: { max: 1, duration: 3_600_000 } });
  await once(worker, "completed");
  await trouble.addFlow();
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, { blocked: true, severity: "limited", cause: "rate-limited", chain: trouble.chain });
});

redisTest("a child that was never tried and is due later is child-delayed", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow(toFlow({ childOptions: { delay: 3_600_000 } }));
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, {
    blocked: true,
    severity: "limited",
    cause: "child-delayed",
    chain: trouble.chain,
    headline: /^charge-card #card-1 is scheduled for \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.$/,
  });
});

redisTest("a due child of a queue without workers is child-delayed-overdue", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow(toFlow({ childOptions: { delay: 500 } }));
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, {
    ...nobody,
    cause: "child-delayed-overdue",
    chain: trouble.chain,
    headline: /^charge-card #card-1 was due \d+ m?s ago but nobody promotes delayed jobs on cards\.$/,
  });
});

redisTest("a child long due beside a worker that never runs is worker-not-fetching", async ({ redisUrl, prefix }) => {
  const trouble = new Trouble({ redisUrl, prefix });
  await trouble.addFlow(toFlow({ childOptions: { delay: 1 } }));
  await once(
    trouble.run("cards", async () => "done", { autorun: false }),
    "ready",
  );
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  await expectCause(connection, {
    ...nobody,
    cause: "worker-not-fetching",
    chain: trouble.chain,
    asked: [trouble.refOf(child)],
  });
});

import "server-only";

import { generations, oldFive } from "@/lib/testing/bullmq-generations";

import type { Scene } from "./test-scene";
import { once } from "./test-trouble";

/** A lock that runs out at once, and a stalled check that is forgotten at once. */
const brief = { lockDuration: 500, stalledInterval: 500 };
const deadly = { lockDuration: 300, stalledInterval: 200, maxStalledCount: 10 };

/** A job that is active and has lost its lock, or loses it again and again. */
export const lostScenes: readonly Scene[] = [
  {
    cause: "active-no-lock-no-worker",
    blocked: true,
    severity: "nobody",
    where: "a dead worker that nobody follows",
    generations,
    sound: true,
    headline: "charge-card #card-1's worker died and nobody checks for stalled jobs.",
    arrange: async (trouble) => {
      await trouble.addFlow();
      await trouble.kill(await trouble.hold("cards", brief));
    },
  },
  {
    cause: "active-no-lock-worker-connected",
    blocked: true,
    severity: "recovering",
    where: "a dead worker beside a living one",
    headline: /^charge-card #card-1's lock ran out\. Its worker died or its event loop is blocked \(we can't tell\)/,
    arrange: async (trouble) => {
      await trouble.addFlow();
      const dying = await trouble.hold("cards", { ...brief, skipStalledCheck: true });
      // It looks for stalled jobs at once and then not before this test is over.
      await once(
        trouble.run("cards", async () => "done", { name: "cards-2", stalledInterval: 3_600_000 }),
        "ready",
      );
      await trouble.kill(dying);
    },
  },
  {
    cause: "stalled-repeatedly",
    blocked: true,
    severity: "recovering",
    where: "a job that killed two workers and runs again",
    generations: [...generations, oldFive],
    patient: true,
    sound: true,
    headline: "charge-card #card-1 has stalled 2 times: its worker crashes or blocks on it.",
    arrange: async (trouble) => {
      await trouble.addFlow();
      for (let kills = 0; kills < 2; kills += 1) await trouble.kill(await trouble.hold("cards", deadly));
      await trouble.hold("cards", { ...deadly, lockDuration: 3_000 });
    },
  },
];

import "server-only";

import { generations, latestFive } from "@/lib/testing/bullmq-generations";

import type { Scene } from "./test-scene";
import { once, toFlow } from "./test-trouble";

const paused = { cause: "queue-paused", blocked: true, severity: "paused" } as const;
const nobody = { blocked: true, severity: "nobody" } as const;
const limited = { blocked: true, severity: "limited" } as const;
const done = async () => "done";

/** A child that waits, and it is its queue's fault. */
export const queueScenes: readonly Scene[] = [
  {
    ...paused,
    where: "a paused queue without workers",
    generations,
    sound: true,
    headline: "cards is paused.",
    arrange: async (trouble) => {
      await trouble.openQueue("cards").pause();
      await trouble.addFlow();
    },
  },
  {
    ...paused,
    where: "a paused queue with a worker, and a prioritised child",
    arrange: async (trouble) => {
      await trouble.openQueue("cards").pause();
      await trouble.addFlow(toFlow({ childOptions: { priority: 5 } }));
      await once(trouble.run("cards", done), "ready");
    },
  },
  {
    cause: "stranded-in-paused-list",
    blocked: true,
    severity: "paused",
    where: "a paused list of a queue that is not paused",
    generations: [latestFive],
    headline: "charge-card #card-1 sits in a paused list that nobody reads.",
    arrange: async (trouble, redis) => {
      await trouble.openQueue("cards").pause();
      await trouble.addFlow();
      // Somebody repairs the pause by hand and forgets the list.
      await redis.hdel(`${trouble.prefix}:cards:meta`, "paused");
      await once(trouble.run("cards", done), "ready");
    },
  },
  {
    ...nobody,
    cause: "no-workers",
    where: "a queue without workers",
    generations,
    sound: true,
    headline: "Nobody is working cards.",
    arrange: (trouble) => trouble.addFlow(),
  },
  {
    ...nobody,
    cause: "workers-on-other-prefix",
    where: "workers that look where no job was ever added",
    headline: /^Nobody is working stray-cards: its workers look under prefix \S+-other\.$/,
    arrange: async (trouble) => {
      // A queue of its own: workers that are astray would explain every deserted queue of their name.
      await trouble.addFlow(toFlow({ childQueue: "stray-cards" }));
      await once(trouble.as({ prefix: trouble.otherPrefix }).run("stray-cards", done), "ready");
      return [...trouble.chain.slice(0, 2), trouble.ref("stray-cards", "card-1")];
    },
  },
  {
    ...nobody,
    cause: "no-workers",
    where: "workers of another prefix with work of their own, all done and removed",
    arrange: async (trouble) => {
      await trouble.addFlow();
      const other = trouble.as({ prefix: trouble.otherPrefix });
      await other.openQueue("cards").add("charge-card", {}, { removeOnComplete: true });
      await once(other.run("cards", done), "completed");
    },
  },
  {
    ...nobody,
    cause: "worker-not-fetching",
    where: "a worker that is connected and never runs",
    generations,
    headline: "Workers of cards are connected but fetch nothing (paused or not running).",
    arrange: async (trouble) => {
      await trouble.addFlow();
      await once(trouble.run("cards", done, { autorun: false }), "ready");
    },
  },
  {
    ...nobody,
    cause: "worker-not-fetching",
    where: "a child long due beside a worker that was paused",
    arrange: async (trouble) => {
      const worker = trouble.run("cards", done);
      await once(worker, "ready");
      await worker.pause();
      await trouble.addFlow(toFlow({ childOptions: { delay: 300 } }));
    },
  },
  {
    ...limited,
    cause: "rate-limited",
    where: "a limit that the queue's users have called for",
    generations,
    sound: true,
    headline: /^cards reached its rate limit; next start in (59 m( \d+ s)?|1 h)\.$/,
    arrange: async (trouble) => {
      await trouble.openQueue("cards").rateLimit(3_600_000);
      await trouble.addFlow();
      // Workers without a limiter of their own don't ask for the queue's.
      await once(trouble.run("cards", done, { limiter: { max: 100, duration: 1_000 } }), "ready");
    },
  },
  {
    ...limited,
    cause: "rate-limited",
    where: "a limiter of the worker that is used up",
    arrange: async (trouble) => {
      await trouble.openQueue("cards").add("warm-up", {});
      await once(trouble.run("cards", done, { limiter: { max: 1, duration: 3_600_000 } }), "completed");
      await trouble.addFlow();
    },
  },
  {
    ...limited,
    cause: "child-delayed",
    where: "a child that was never tried and is due later",
    sound: true,
    headline: /^charge-card #card-1 is scheduled for \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.$/,
    arrange: (trouble) => trouble.addFlow(toFlow({ childOptions: { delay: 3_600_000 } })),
  },
  {
    ...nobody,
    cause: "child-delayed-overdue",
    where: "a due child of a queue without workers",
    sound: true,
    headline: /^charge-card #card-1 was due \d+ m?s ago but nobody promotes delayed jobs on cards\.$/,
    arrange: (trouble) => trouble.addFlow(toFlow({ childOptions: { delay: 300 } })),
  },
];

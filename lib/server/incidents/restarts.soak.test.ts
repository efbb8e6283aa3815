import type { Redis } from "ioredis";
import { expect, test } from "vitest";
import { z } from "zod";

import type { Incident } from "@/lib/contract/record-schemas";
import { checkInvariants } from "@/lib/testing/check-invariants";

import { startFlowlock } from "../test-flowlock-process";
import { openHangingCards } from "./test-hanging-cards";
import { openAlertReceiver } from "./test-receiver";

const sampleMs = 5_000;
const secret = "secret-of-the-soak";
/** Locks and sweeps as nobody set them; only what is slow or stuck is told sooner, so that there is something to lose. */
const limits = { FLOWLOCK_STORE: "redis", FLOWLOCK_SLOW_MS: "10000", FLOWLOCK_STUCK_MS: "20000" };
const within = { timeout: 120_000, interval: 250 };
/** From the kill to the look that notices, and from Redis' expiry to its deletion. */
const slackMs = 500;
const leaderKey = "flowlock:{default}:leader";

const savedSchema = z.array(z.object({ job: z.object({ id: z.string() }), samples: z.array(z.unknown()) }));

type Flowlock = Awaited<ReturnType<typeof startFlowlock>>;

const short = (incidents: readonly Incident[]) =>
  incidents.map(({ culprit, closedBy }) => `${culprit.job.id} ${closedBy ?? "open"}`).toSorted();

async function sweptAtMs(flowlock: Flowlock): Promise<number> {
  return (await flowlock.sweep()).atMs ?? 0;
}

/** What the store holds of one lock's samples. */
async function readSavedSamples(redis: Redis, jobId: string): Promise<readonly unknown[]> {
  const text = await redis.hget("flowlock:{default}:lock-history", "held-locks");
  const locks = savedSchema.parse(JSON.parse(text ?? "[]"));
  return locks.find(({ job }) => job.id === jobId)?.samples ?? [];
}

/** Waits until one of both has swept three times more. The other one must not have swept at all. */
async function findLeader(one: Flowlock, two: Flowlock) {
  const [before, idle] = [await sweptAtMs(one), await sweptAtMs(two)];
  const lead = async () => [(await sweptAtMs(one)) - before, (await sweptAtMs(two)) - idle];
  await expect.poll(async () => Math.max(...(await lead())), within).toBeGreaterThan(2.5 * sampleMs);
  const [ofOne = 0, ofTwo = 0] = await lead();
  expect(Math.min(ofOne, ofTwo)).toBe(0);
  return ofOne > ofTwo ? { leader: one, follower: two } : { leader: two, follower: one };
}

test(
  "of two Flowlocks one sweeps; when it is killed the other one leads within three intervals, doubles nothing and misses nothing",
  { timeout: 400_000 },
  async () => {
    const receiver = await openAlertReceiver(secret);
    const { redis, redisUrl, addCard, release } = await openHangingCards();
    for (const id of ["card-a", "card-b"]) await addCard(id);
    const env = { REDIS_URL: redisUrl, FLOWLOCK_WEBHOOK_URL: receiver.url, FLOWLOCK_WEBHOOK_SECRET: secret, ...limits };
    const one = await startFlowlock(env);
    const two = await startFlowlock(env);
    await expect.poll(async () => short(await one.incidents()), within).toEqual(["card-a open", "card-b open"]);
    await expect.poll(() => receiver.posts.length, within).toBe(2);
    const { leader, follower } = await findLeader(one, two);
    const opened = await follower.incidents();
    const holder = await redis.get(leaderKey);

    await leader.kill();
    const killedAtMs = Date.now();
    release("card-a");
    await Promise.all(["card-c", "failing-d"].map((id) => addCard(id)));
    await expect.poll(() => redis.get(leaderKey), within).not.toBeOneOf([holder, null]);
    const ledAfterMs = Date.now() - killedAtMs;
    expect(ledAfterMs).toBeLessThan(3 * sampleMs + slackMs);

    const expected = ["card-a recovered", "card-b open", "card-c open", "failing-d open"];
    await expect.poll(async () => short(await follower.incidents()), within).toEqual(expected);
    const goneOnAtMs = await sweptAtMs(follower);
    await expect.poll(() => sweptAtMs(follower), within).toBeGreaterThan(goneOnAtMs + 5 * sampleMs);
    const after = await follower.incidents();
    process.stdout.write(`the other one leads ${ledAfterMs} ms after the kill; ${short(after).join(", ")}\n`);

    expect(short(after)).toEqual(expected);
    expect(after).toEqual(
      expect.arrayContaining(
        opened.map((incident) =>
          incident.culprit.job.id === "card-b"
            ? incident
            : { ...incident, closedAtMs: expect.any(Number), closedBy: "recovered" },
        ),
      ),
    );
    expect(receiver.posts.map(({ alert }) => `${alert.event} ${alert.incident?.culprit.job.id}`).toSorted()).toEqual([
      "incident-closed card-a",
      ...["card-a", "card-b", "card-c", "failing-d"].map((id) => `incident-opened ${id}`),
    ]);
    expect(await checkInvariants({ redisUrl, prefix: "bull" })).toEqual([]);
  },
);

test(
  "a Flowlock that was killed and is started again has its history, incidents and mutes",
  { timeout: 400_000 },
  async () => {
    const { redis, redisUrl, addCard, release } = await openHangingCards();
    await addCard("card-a");
    await addCard("card-m", "muted");
    const card = { queue: "bull:cards", id: "card-a" };
    const env = { REDIS_URL: redisUrl, ...limits };
    const first = await startFlowlock(env);
    await first.mute("bull:cards", "muted", Date.now() + 3_600_000);
    await expect.poll(async () => (await first.sweep()).verdicts, within).toEqual({ "probably-stuck": 2 });
    await expect.poll(async () => short(await first.incidents()), within).toEqual(["card-a open"]);
    await expect.poll(() => readSavedSamples(redis, card.id), within).toHaveProperty("2");
    const saved = await readSavedSamples(redis, card.id);
    const [incidents, held, history] = [await first.incidents(), await first.limits(), await first.history(card)];

    await first.kill();
    const second = await startFlowlock(env);
    await expect.poll(async () => (await second.sweep()).locks, within).toHaveLength(2);
    const { locks } = await second.sweep();
    const again = await second.history(card);

    expect(await second.incidents()).toEqual(incidents);
    expect(await second.limits()).toEqual(held);
    expect(held).toMatchObject([{ name: "muted", muteUntilAtMs: expect.any(Number) }]);
    expect(again.watchedSinceAtMs).toBe(history.watchedSinceAtMs);
    // It is saved at every sixth sweep: what came after the last one died with the process.
    expect(again.samples.slice(0, saved.length)).toEqual(saved);
    expect(history.samples.slice(0, saved.length)).toEqual(saved);
    expect(again.incidents).toEqual(incidents);
    // What was proven of it before needs no new proof.
    expect(locks.map(({ verdict }) => verdict)).toEqual(["probably-stuck", "probably-stuck"]);

    const startedAtMs = await sweptAtMs(second);
    await expect.poll(() => sweptAtMs(second), within).toBeGreaterThan(startedAtMs + 6 * sampleMs);
    expect(await second.incidents()).toEqual(incidents);
    release("card-a");
    await expect.poll(async () => short(await second.incidents()), within).toEqual(["card-a recovered"]);
    process.stdout.write(
      `started again with ${saved.length} saved samples of the ${history.samples.length} before the kill, ${incidents.length} incident, ${held.length} mute\n`,
    );
    expect(await checkInvariants({ redisUrl, prefix: "bull" })).toEqual([]);
  },
);

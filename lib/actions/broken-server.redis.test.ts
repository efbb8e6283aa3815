import { Redis } from "ioredis";
import { expect, onTestFinished, vi } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { openOperator } from "@/lib/testing/operator";
import { readKeys } from "@/lib/testing/read-keys";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";
import { act, openProductOperator, openServer, ownEffects, stageAll } from "./test-faults";

redisTest("on a Redis without memory every action is done whole or refused whole", async () => {
  const place = await openServer();
  const ready = await stageAll(place);
  const operator = await openProductOperator(place);
  await place.redis.config("SET", "maxmemory", "1");
  const ends: unknown[] = [];

  for (const one of ready) ends.push(await act(operator, one));

  await place.redis.config("SET", "maxmemory", "0");
  expect(ends).toEqual(
    ready.map(() =>
      expect.toSatisfy(
        ({ result, code }) =>
          (result === "done" && code === null) || (result === "refused" && code === "redis-out-of-memory"),
      ),
    ),
  );
  for (const [index, one] of ready.entries()) {
    if (isDone(ends[index])) await operator.expectFates(ownEffects(one));
    else expect(await readKeys(place.redis, one.prefix)).toEqual(one.before);
  }
  // What frees a flow in the ordinary case works without memory too.
  const held = ready.filter(({ scene }) => /^(fail|retry) \((held|failed)|^resume-queue/.test(scene.name));
  expect(held.length).toBeGreaterThan(8);
  expect(held.every((one) => isDone(ends[ready.indexOf(one)]))).toBe(true);
});

function isDone(end: unknown): boolean {
  return typeof end === "object" && end !== null && "result" in end && end.result === "done";
}

redisTest("on a read-only replica every action is refused whole", async () => {
  const place = await openServer();
  const ready = await stageAll(place);
  const replica = await startEmbeddedRedis({ args: ["--replicaof", "127.0.0.1", String(place.server.port)] });
  const redis = new Redis(replica.url, { maxRetriesPerRequest: 1 });
  onTestFinished(async () => {
    redis.disconnect();
    await replica.stop();
  });
  await vi.waitFor(async () => expect(await redis.dbsize()).toBe(await place.redis.dbsize()), 10_000);
  const operator = openOperator(createJobActor, { redis });

  for (const one of ready) {
    const { result, code } = await act(operator, one);

    expect([one.scene.name, result, code]).toEqual([one.scene.name, "refused", "redis-readonly"]);
    expect(await readKeys(place.redis, one.prefix)).toEqual(one.before);
  }
});

redisTest("while Redis is busy with somebody's script every action is refused whole", async () => {
  const place = await openServer(["--busy-reply-threshold", "10"]);
  const ready = await stageAll(place);
  const operator = await openProductOperator(place);
  const { ended } = await keepBusy(place.redis);

  const ends = [];
  for (const one of ready) ends.push(await act(operator, one));
  await place.redis.script("KILL");
  await ended;
  await vi.waitFor(() => place.redis.ping());

  expect(ends.map(({ result, code }) => [result, code])).toEqual(ready.map(() => ["refused", "redis-unavailable"]));
  for (const { prefix, before } of ready) expect(await readKeys(place.redis, prefix)).toEqual(before);
});

/** The script runs until it is killed; `ended` holds when it was. */
async function keepBusy(redis: Redis): Promise<{ readonly ended: Promise<void> }> {
  const other = redis.duplicate();
  onTestFinished(() => other.disconnect());
  const ended = expect(other.eval("while true do end", 0)).rejects.toThrow(/SCRIPT KILL/);
  await vi.waitFor(() => expect(redis.ping()).rejects.toThrow(/^BUSY/), { timeout: 10_000, interval: 5 });
  return { ended };
}

redisTest("while Redis loads its data every action is refused whole", async () => {
  const args = ["--enable-debug-command", "yes", "--loading-process-events-interval-bytes", "1024"];
  const place = await openServer(args);
  const ready = await stageAll(place);
  const operator = await openProductOperator(place);
  const other = place.redis.duplicate();
  onTestFinished(() => other.disconnect());
  await place.redis.config("SET", "key-load-delay", "6000");

  const loaded = other.call("DEBUG", "RELOAD");
  await vi.waitFor(() => expect(place.redis.get("x")).rejects.toThrow(/^LOADING/), { timeout: 10_000, interval: 5 });
  const ends = await Promise.all(ready.map((one) => act(operator, one)));
  await loaded;

  expect(ends.map(({ result, code }) => [result, code])).toEqual(ready.map(() => ["refused", "redis-unavailable"]));
  for (const { prefix, before } of ready) expect(await readKeys(place.redis, prefix)).toEqual(before);
});

redisTest("an emptied script cache does not matter to any action", async () => {
  const place = await openServer();
  const operator = await openProductOperator(place);
  // Twice on one connection: at the second time it believes that Redis knows the scripts.
  for (const one of await stageAll(place)) await act(operator, one);
  await place.redis.flushall();

  for (const one of await stageAll(place)) {
    await place.redis.script("FLUSH");
    const { result, code } = await act(operator, one);

    expect([one.scene.name, result, code]).toEqual([one.scene.name, "done", null]);
    await operator.expectFates(ownEffects(one));
  }
});

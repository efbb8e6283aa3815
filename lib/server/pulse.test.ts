import { expect, test } from "vitest";

import { RedisDeniedError, RedisUnavailableError } from "@/lib/core/redis-failure";

import { Pulse } from "./pulse";

function setUp() {
  const world = { nowMs: 0, events: new Set<string>(), writes: "0 1", looks: 0, error: null as Error | null };
  const pulse = new Pulse({
    lookForEvents: async () => {
      world.looks += 1;
      if (world.error !== null) throw world.error;
      const events = world.events;
      world.events = new Set();
      return events;
    },
    readWriteCount: async () => world.writes,
    readClockMs: async () => world.nowMs + 500,
    queues: () => ["bull:work"],
    now: () => world.nowMs,
  });
  return { world, pulse };
}

test("all who ask within a second share one look", async () => {
  const { world, pulse } = setUp();

  await Promise.all([pulse.feel(), pulse.feel()]);
  world.nowMs = 799;
  await pulse.feel();
  expect(world.looks).toBe(1);

  world.nowMs = 800;
  await pulse.feel();
  expect(world.looks).toBe(2);
});

test("the revision grows with events only, and a beat stands on Redis' clock", async () => {
  const { world, pulse } = setUp();
  const first = await pulse.feel();
  world.nowMs = 1_000;
  world.writes = "0 2";
  const written = await pulse.feel();
  world.nowMs = 2_000;
  world.events = new Set(["bull:work"]);
  const moved = await pulse.feel();

  expect([written.revision - first.revision, moved.revision - first.revision]).toEqual([0, 1]);
  expect([written.writes, written.atMs]).toEqual(["0 2", 1_500]);
});

test("after a bump the next beat is felt anew, with another revision", async () => {
  const { world, pulse } = setUp();
  const before = await pulse.feel();
  pulse.bump();
  const after = await pulse.feel();

  expect([world.looks, after.revision - before.revision]).toEqual([2, 1]);
});

test("without the right to read events everything counts as changed", async () => {
  const { world, pulse } = setUp();
  world.error = new RedisDeniedError("xread", "no-permission");
  const first = await pulse.feel();
  world.nowMs = 1_000;

  expect((await pulse.feel()).revision - first.revision).toBe(1);
});

test("a Redis that is away is told, and asked again by the next", async () => {
  const { world, pulse } = setUp();
  world.error = new RedisUnavailableError("timeout");
  await expect(pulse.feel()).rejects.toMatchObject({ reason: "timeout" });
  world.error = null;

  expect(await pulse.feel()).toMatchObject({ atMs: 500 });
});

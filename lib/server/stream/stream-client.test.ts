import { expect, test } from "vitest";

import { StreamClient } from "./stream-client";

const big = new Uint8Array(200 * 1024);

function setUp() {
  const world = { nowMs: 7, drained: 0, closed: 0 };
  const client = new StreamClient({
    topics: [],
    onDrained: () => (world.drained += 1),
    onClosed: () => (world.closed += 1),
    now: () => world.nowMs,
  });
  return { world, client, reader: client.body.getReader() };
}

test("a client that takes nothing is left out, and told the latest once it takes again", async () => {
  const { world, client, reader } = setUp();
  client.send(big);
  expect(client.behindSinceMs).toBeNull();
  client.send(new Uint8Array([1]));
  world.nowMs = 9;
  client.send(new Uint8Array([2]));
  expect([client.behindSinceMs, world.drained]).toEqual([7, 0]);

  await reader.read();
  expect(world.drained).toBe(1);
  client.sendAll([new Uint8Array([3])]);

  expect((await reader.read()).value).toEqual(new Uint8Array([3]));
  expect(client.behindSinceMs).toBeNull();
});

test("a client that keeps up gets everything in order", async () => {
  const { client, reader } = setUp();
  for (const byte of [1, 2, 3]) client.send(new Uint8Array([byte]));

  const read = [await reader.read(), await reader.read(), await reader.read()];

  expect(read.map(({ value }) => value?.[0])).toEqual([1, 2, 3]);
});

test("a dropped client ends at once, a closed one in good order, and each is told once", async () => {
  const dropped = setUp();
  dropped.client.send(big);
  dropped.client.drop();
  dropped.client.close();
  const closed = setUp();
  closed.client.close();

  await expect(dropped.reader.read()).rejects.toMatchObject({ name: "AbortError" });
  expect(await closed.reader.read()).toEqual({ done: true, value: undefined });
  expect([dropped.world.closed, closed.world.closed]).toEqual([1, 1]);
});

test("a client whose browser went away is released", async () => {
  const { world, reader } = setUp();

  await reader.cancel();

  expect(world.closed).toBe(1);
});

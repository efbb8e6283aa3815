import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Redis } from "ioredis";
import { expect, onTestFinished, test, vi } from "vitest";

import { startEmbeddedRedis } from "./start-embedded-redis";
import type { EmbeddedRedis, EmbeddedRedisOptions } from "./start-embedded-redis";

// A replica wrote its primary's data as dump.rdb into the working folder, and every server started there afterwards
// began with the data of somebody else's test.
test("a server starts empty whatever dump lies in the folder that it is started in", async () => {
  const cwd = await makeFolder();
  const first = await start({ cwd, args: ["--dbfilename", "dump.rdb"] });
  await first.redis.set("left-behind", "1");
  await first.redis.save();
  first.redis.disconnect();
  await first.server.stop();
  expect(await readdir(cwd)).toEqual(["dump.rdb"]);

  const second = await start({ cwd });

  expect(await second.redis.dbsize()).toBe(0);
});

test("a replica leaves nothing in the folder that it is started in", async () => {
  const cwd = await makeFolder();
  const primary = await start({ cwd });
  await primary.redis.set("a", "1");

  const replica = await start({ cwd, args: ["--replicaof", "127.0.0.1", String(primary.server.port)] });

  await vi.waitFor(async () => expect(await replica.redis.get("a")).toBe("1"), 10_000);
  expect(await readdir(cwd)).toEqual([]);
});

async function makeFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "flowlock-embedded-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

async function start(options: EmbeddedRedisOptions): Promise<{ server: EmbeddedRedis; redis: Redis }> {
  const server = await startEmbeddedRedis(options);
  const redis = new Redis(server.url);
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
  });
  return { server, redis };
}

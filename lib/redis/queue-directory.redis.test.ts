import { Queue, Worker } from "bullmq";
import { expect, onTestFinished, test, vi } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { redisTest } from "@/lib/testing/redis-test";

import { QueueDirectory } from "./queue-directory";
import type { QueueDirectoryOptions } from "./queue-directory";
import { parseRedisUrl } from "./redis-address";
import { openRedisConnection } from "./redis-connection";

function openDirectory(url: string, options: Partial<QueueDirectoryOptions> = {}) {
  const parsed = parseRedisUrl(url);
  if (parsed.kind === "unusable") throw new Error("The test's URL is unusable.");
  const redis = openRedisConnection(parsed.address, "discovery");
  const failures: unknown[] = [];
  const onFailure = (error: unknown) => failures.push(error);
  const directory = new QueueDirectory({ redis, discoveryMs: 50, prefixes: null, onFailure, ...options });
  onTestFinished(async () => {
    await directory.stop();
    redis.disconnect();
  });
  return { directory, failures };
}

function bullmqOptions(url: string, prefix: string) {
  const { hostname, port } = new URL(url);
  return { connection: { host: hostname, port: Number(port) }, prefix };
}

async function addJob(url: string, prefix: string, name: string): Promise<void> {
  const queue = new Queue(name, bullmqOptions(url, prefix));
  await queue.add("job", {});
  await queue.close();
}

redisTest("finds queues under odd prefixes without being told of them", async ({ redisUrl, prefix }) => {
  const prefixes = [prefix, `{${prefix}}`, `${prefix}:b`, `${prefix}p*q`, `{${prefix}`, `${prefix}-ü`];
  for (const own of prefixes) await addJob(redisUrl, own, "mail");
  const { directory, failures } = openDirectory(redisUrl, { prefixes });
  expect(directory.discovering()).toBe(true);

  await directory.refresh();

  expect(directory.queues()).toEqual(prefixes.map((own) => `${own}:mail`).toSorted());
  expect(directory.discovering()).toBe(false);
  expect(failures).toEqual([]);
});

redisTest(
  "lists a queue that has a worker and no job yet, and none that only left a meta behind",
  async ({ redisUrl, redis, prefix }) => {
    const phantom = new Queue("phantom", bullmqOptions(redisUrl, prefix));
    await phantom.waitUntilReady();
    await redis.hset(`${prefix}:somebody:meta`, { title: "no queue" });
    await redis.set(`${prefix}:text:meta`, "no hash");
    const worker = new Worker("idle", async () => "done", bullmqOptions(redisUrl, prefix));
    onTestFinished(async () => {
      await Promise.all([worker.close(true), phantom.close()]);
    });
    await worker.waitUntilReady();
    const { directory, failures } = openDirectory(redisUrl, { prefixes: [prefix] });

    await vi.waitFor(async () => {
      await directory.refresh();
      expect(directory.queues()).toEqual([`${prefix}:idle`]);
    });
    expect(failures).toEqual([]);
  },
);

redisTest("looks at the prefixes that it is told only", async ({ redisUrl, prefix }) => {
  await addJob(redisUrl, prefix, "mail");
  await addJob(redisUrl, `${prefix}:other`, "mail");
  const { directory } = openDirectory(redisUrl, { prefixes: [`${prefix}:other`] });
  await directory.refresh();
  directory.note(`${prefix}:mail`);
  await directory.refresh();
  expect(directory.queues()).toEqual([`${prefix}:other:mail`]);
});

redisTest(
  "takes what a flow tells only once Redis confirms it, and drops what is gone",
  async ({ redisUrl, redis, prefix }) => {
    await redis.lpush(`${prefix}:bare:wait`, "1");
    const { directory } = openDirectory(redisUrl, { prefixes: [prefix] });
    directory.note(`${prefix}:bare`);
    directory.note(`${prefix}:bare:wrong`);
    expect(directory.knownQueues().size).toBe(0);

    await directory.refresh();
    expect(directory.queues()).toEqual([`${prefix}:bare`]);
    await redis.del(`${prefix}:bare:wait`);
    await directory.refresh();
    expect(directory.queues()).toEqual([]);
  },
);

redisTest("finds new queues by itself once started", async ({ redisUrl, prefix }) => {
  const { directory } = openDirectory(redisUrl, { prefixes: [prefix] });
  directory.start();
  await vi.waitFor(() => expect(directory.discovering()).toBe(false));
  await addJob(redisUrl, prefix, "late");
  await vi.waitFor(() => expect(directory.queues()).toEqual([`${prefix}:late`]), 5_000);
});

test("keeps what it knows while Redis is away, and forgets it when Redis comes back empty", async () => {
  const first = await startEmbeddedRedis();
  await addJob(first.url, "bull", "mail");
  const { directory, failures } = openDirectory(first.url, { prefixes: ["bull"] });
  directory.start();
  await vi.waitFor(() => expect(directory.queues()).toEqual(["bull:mail"]));

  await first.stop("SIGKILL");
  await vi.waitFor(
    () => expect(failures).toContainEqual(expect.objectContaining({ name: "RedisUnavailableError" })),
    15_000,
  );
  expect(directory.queues()).toEqual(["bull:mail"]);
  const second = await startEmbeddedRedis({ port: first.port });
  onTestFinished(() => second.stop("SIGKILL"));

  await vi.waitFor(() => expect(directory.queues()).toEqual([]), 15_000);
});

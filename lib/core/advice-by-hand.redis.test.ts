import { execFile, execFileSync } from "node:child_process";
import { promisify } from "node:util";

import { Queue, Worker } from "bullmq";
import { expect, onTestFinished } from "vitest";

import { buildCulprit } from "@/lib/testing/build-culprit";
import { redisTest } from "@/lib/testing/redis-test";

import { adviceByHand } from "./advice-by-hand";
import type { Culprit } from "./diagnosis";

const odd = "it's $(x) 'ü'";

function commandOf(overrides: Partial<Culprit>): string {
  const [advice] = adviceByHand(buildCulprit(overrides));
  if (advice?.command === undefined) throw new Error("There is no command.");
  return advice.command;
}

/** What a shell would hand to redis-cli, which need not be there. */
function wordsOf(command: string): readonly string[] {
  const told = command.replace('redis-cli -u "$REDIS_URL"', String.raw`printf '%s\0'`);
  return execFileSync("sh", ["-c", told], { encoding: "utf8" }).split("\0").slice(0, -1);
}

redisTest("the commands that lift a rate limit and clear an entry name the right keys", async ({ redis, prefix }) => {
  const queue = `${prefix}:${odd}`;
  await redis.set(`${queue}:limiter`, "5");
  await redis.zadd(`${prefix}:orders:1:unsuccessful`, 1, `${queue}:77`, 2, `${queue}:78`);
  const evidence = [
    { command: "ZRANGE 0 -1", key: `${prefix}:orders:1:unsuccessful`, value: `${queue}:77`, readAtMs: 0 },
  ];
  const facts = [{ kind: "fact", text: "It remembers a failed child.", evidence }] as const;

  for (const command of [
    commandOf({ cause: "rate-limited", job: { queue, id: "1", name: null } }),
    commandOf({ cause: "parent-unsuccessful-child-missing", facts }),
  ]) {
    const [name = "", ...rest] = wordsOf(command);
    await redis.call(name, ...rest);
  }

  expect(await redis.exists(`${queue}:limiter`)).toBe(0);
  expect(await redis.zrange(`${prefix}:orders:1:unsuccessful`, "0", "-1")).toEqual([`${queue}:78`]);
});

redisTest(
  "the command for a queue that nobody works lists its workers once there are any",
  async ({ redis, redisUrl, prefix }) => {
    const { hostname, port } = new URL(redisUrl);
    const connection = { host: hostname, port: Number(port) };
    const command = commandOf({ cause: "no-workers", job: { queue: `${prefix}:${odd}`, id: "1", name: null } });
    const count = async (): Promise<number> => {
      const told = command.replace('redis-cli -u "$REDIS_URL" CLIENT LIST', String.raw`printf '%s' "$CLIENTS"`);
      const env = { ...process.env, CLIENTS: String(await redis.call("CLIENT", "LIST")) };
      return Number(execFileSync("sh", ["-c", `${told} | wc -l`], { encoding: "utf8", env }));
    };

    const before = await count();
    const worker = new Worker(odd, () => Promise.resolve(), { connection, prefix, name: "api-7" });
    onTestFinished(() => worker.close());
    await worker.waitUntilReady();

    expect([before, await count()]).toEqual([0, 1]);
  },
);

redisTest("the command for a starved job takes its priority away", async ({ redisUrl, prefix }) => {
  const { hostname, port } = new URL(redisUrl);
  const queue = new Queue(odd, { connection: { host: hostname, port: Number(port) }, prefix });
  onTestFinished(() => queue.close());
  await queue.add("send", {}, { jobId: odd, priority: 5 });
  const command = commandOf({ cause: "priority-starved", job: { queue: `${prefix}:${odd}`, id: odd, name: null } });

  await promisify(execFile)("sh", ["-c", command], { env: { ...process.env, REDIS_URL: redisUrl } });

  expect(await queue.getJobCounts("prioritized", "waiting")).toEqual({ prioritized: 0, waiting: 1 });
});

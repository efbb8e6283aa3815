import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";
import { OwnProcesses } from "./own-processes";
import { runDemo } from "./run-demo";

/** A project whose build answers every request with the Redis that it was given. */
async function builtProject(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "flowlock-demo-"));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, ".config"));
  await mkdir(join(root, ".next/standalone/.next/static"), { recursive: true });
  await writeFile(join(root, ".next/standalone/server.js"), "");
  await writeFile(
    join(root, ".config/start.mjs"),
    `import { createServer } from "node:http";
    createServer((_, response) => response.end(process.env.REDIS_URL)).listen(Number(process.env.PORT), process.env.HOST);`,
  );
  return root;
}

type Run = { readonly lines: readonly string[]; readonly ended: Promise<void>; stop(): void };

/** Starts the demo and resolves when it has said its two lines. */
async function startDemo(processes: OwnProcesses): Promise<Run> {
  const root = await builtProject();
  let stop: () => void = () => undefined;
  const requested = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const lines: string[] = [];
  let ended: Promise<void> = Promise.resolve();
  await new Promise<void>((resolve, reject) => {
    const say = (line: string) => {
      lines.push(line);
      if (lines.length === 2) resolve();
    };
    ended = runDemo({ root, port: null, processes, stop: { requested }, say, warn: say });
    ended.catch(reject);
  });
  return { lines, ended, stop };
}

test("the demo says where to look in two lines, and leaves nothing running when it is stopped", async () => {
  const processes = new OwnProcesses();
  const { lines, ended, stop } = await startDemo(processes);
  const url = lines[0]?.replace("Open ", "") ?? "";
  const redisUrl = await (await fetch(url)).text();
  const redis = new Redis(redisUrl, { retryStrategy: null });
  redis.on("error", () => undefined);

  expect(lines).toEqual([
    expect.stringMatching(/^Open http:\/\/127\.0\.0\.1:\d+$/),
    expect.stringMatching(/^Look for: charge-card /),
  ]);
  expect(await redis.exists("bull:payments:charge-10418:lock")).toBe(1);

  const redisGone = new Promise<void>((resolve) => redis.once("end", resolve));
  stop();
  await ended;

  await redisGone;
  await expect(fetch(url)).rejects.toThrow();
  expect(processes.runningLabels()).toEqual([]);
});

test("the demo ends, and says why, when its Redis goes away", async () => {
  const processes = new OwnProcesses();
  const { lines, ended } = await startDemo(processes);
  const redisUrl = await (await fetch(lines[0]?.replace("Open ", "") ?? "")).text();
  const redis = new Redis(redisUrl, { retryStrategy: null });
  redis.on("error", () => undefined);

  const failure = expect(ended).rejects.toThrow("The demo's Redis ended");
  redis.call("SHUTDOWN", "NOSAVE").then(undefined, () => undefined);

  await failure;
  expect(processes.runningLabels()).toEqual([]);
  expect(lines).toHaveLength(2);
});

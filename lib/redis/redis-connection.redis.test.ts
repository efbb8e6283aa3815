import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";

import { Redis } from "ioredis";
import { expect, onTestFinished, test, vi } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";

import { createPipelineFlowReader } from "./pipeline-flow-reader";
import { parseRedisUrl } from "./redis-address";
import { openRedisConnection } from "./redis-connection";

const password = "canary-password";

async function startRedis(args: readonly string[] = [], port?: number) {
  const redis = await startEmbeddedRedis({ args, ...(port === undefined ? {} : { port }) });
  onTestFinished(() => redis.stop("SIGKILL"));
  return redis;
}

function openReader(url: string) {
  const parsed = parseRedisUrl(url);
  if (parsed.kind === "unusable") throw new Error("The test's URL is unusable.");
  const redis = openRedisConnection(parsed.address, "reader");
  onTestFinished(() => redis.disconnect());
  const reader = createPipelineFlowReader({ redis, knownQueues: () => new Set() });
  return { redis, read: () => reader.readJobs([{ queue: "bull:q", id: "1" }]) };
}

function openAdmin(port: number): Redis {
  const admin = new Redis({ port, host: "127.0.0.1", maxRetriesPerRequest: 1, protocol: 2 });
  admin.on("error", () => undefined);
  onTestFinished(() => admin.disconnect());
  return admin;
}

async function failureOf(read: () => Promise<unknown>): Promise<unknown> {
  return read().then(
    () => "no failure",
    (error: unknown) => error,
  );
}

const answers = [{ state: "missing" }];

test("a refused connection is told as such, and reads work by themselves once Redis is there", async () => {
  const gone = await startRedis();
  await gone.stop("SIGKILL");
  const { read } = openReader(gone.url);

  expect(await failureOf(read)).toMatchObject({ name: "RedisUnavailableError", reason: "connection" });
  await startRedis([], gone.port);
  await vi.waitFor(async () => expect(await read()).toMatchObject(answers), 5_000);
});

test.each([
  ["none", "", []],
  ["a wrong one", `:${password}@`, []],
  ["that of an unknown user", `nobody:${password}@`, []],
])("authentication with %s is refused by name, and the password is told nowhere", async (_, credentials, args) => {
  const server = await startRedis(["--requirepass", "another", ...args]);
  const { read } = openReader(`redis://${credentials}127.0.0.1:${server.port}`);

  const failure = await failureOf(read);

  expect(failure).toMatchObject({ name: "RedisDeniedError", kind: "authentication" });
  expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain(password);
});

test("a Redis that hangs times out; after the second timeout the connection is dialled anew and works again", async () => {
  const server = await startRedis();
  const { redis, read } = openReader(server.url);
  const before = await redis.client("ID");
  process.kill(server.pid, "SIGSTOP");

  expect(await failureOf(read)).toMatchObject({ name: "RedisUnavailableError", reason: "timeout" });
  await failureOf(read);
  process.kill(server.pid, "SIGCONT");

  await vi.waitFor(async () => expect(await read()).toMatchObject(answers), 5_000);
  expect(await redis.client("ID")).not.toBe(before);
});

test("a Redis that loads its data says so, and reads work once it is through", async () => {
  const directory = await mkdtemp(join(tmpdir(), "flowlock-test-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const files = ["--dir", directory, "--dbfilename", "loading.rdb"];
  const first = await startRedis(files);
  const admin = openAdmin(first.port);
  const pipeline = admin.pipeline();
  for (let index = 0; index < 20_000; index += 1) pipeline.set(`key-${index}`, "x");
  await pipeline.exec();
  await admin.save();
  admin.disconnect();
  await first.stop("SIGKILL");
  const server = await startRedis([
    ...files,
    "--key-load-delay",
    "200",
    "--loading-process-events-interval-bytes",
    "1024",
  ]);
  const { read } = openReader(server.url);

  expect(await failureOf(read)).toMatchObject({ name: "RedisUnavailableError", reason: "loading" });
  await vi.waitFor(async () => expect(await read()).toMatchObject(answers), 20_000);
});

test("a Redis that is busy with a script says so", async () => {
  const server = await startRedis(["--busy-reply-threshold", "50"]);
  const { read } = openReader(server.url);
  const admin = openAdmin(server.port);
  await Promise.all([read(), admin.ping()]);
  const script = openAdmin(server.port)
    .eval("while true do end", 0)
    .catch((error: Error) => error.message);

  await vi.waitFor(async () => {
    expect(await failureOf(read)).toMatchObject({ name: "RedisUnavailableError", reason: "busy" });
  }, 5_000);
  await admin.script("KILL");

  expect(await script).toContain("killed");
  await vi.waitFor(async () => expect(await read()).toMatchObject(answers), 5_000);
});

test("connections that Redis kills are dialled anew", async () => {
  const server = await startRedis();
  const { read } = openReader(server.url);
  await read();

  await openAdmin(server.port).call("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");

  await vi.waitFor(async () => expect(await read()).toMatchObject(answers), 5_000);
});

test("the connection carries a name that shows its role", async () => {
  const server = await startRedis();
  const { redis, read } = openReader(server.url);
  await read();
  expect(await redis.client("GETNAME")).toBe("flowlock:reader");
});

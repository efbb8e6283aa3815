import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Redis } from "ioredis";
import { expect, onTestFinished, test, vi } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";

import { getHealth } from "./get-health";
import { getTriage } from "./get-triage";
import { listLocks } from "./list-locks";
import { listQueues } from "./list-queues";
import type { OpenConnection } from "./open-connection";
import { openTestConnection } from "./test-connection";

const password = "canary-password";

function healthOf(connection: OpenConnection) {
  return getHealth({ connections: [connection], version: "1", writable: false, environment: null });
}

async function waitForStatus(connection: OpenConnection, status: string) {
  return vi.waitFor(async () => {
    const health = await healthOf(connection);
    expect(health.connections[0]?.status).toBe(status);
    return health;
  }, 10_000);
}

test("while Redis is away every read says so and health still answers; when it is back all recovers by itself", async () => {
  const redis = await startEmbeddedRedis();
  const connection = await openTestConnection({ redisUrl: redis.url, prefixes: ["bull"] });
  await redis.stop("SIGKILL");

  const away = await waitForStatus(connection, "down");
  connection.cache.invalidate();
  for (const read of [listQueues, getTriage, (one: OpenConnection) => listLocks(one, { limit: 50 })]) {
    await expect(read(connection)).rejects.toMatchObject({ name: "RedisUnavailableError" });
  }
  const again = await startEmbeddedRedis({ port: redis.port });
  onTestFinished(() => again.stop());
  const back = await waitForStatus(connection, "up");

  expect(away.status).toBe("degraded");
  expect(back.status).toBe("ok");
  expect(await listQueues(connection)).toMatchObject({ queues: [] });
});

test("health that pages ask for is shared for a moment, and anew for who asks without that", async () => {
  const redis = await startEmbeddedRedis();
  onTestFinished(() => redis.stop());
  const connection = await openTestConnection({ redisUrl: redis.url, prefixes: ["bull"] });
  const ping = vi.fn<() => Promise<void>>(() => connection.ping());
  const about = { connections: [{ ...connection, ping }], version: "1", writable: false, environment: null };

  for (let tab = 0; tab < 10; tab += 1)
    expect(await getHealth({ ...about, isKept: true })).toMatchObject({ status: "ok" });
  const askedForTabs = ping.mock.calls.length;
  await getHealth(about);
  await getHealth(about);

  expect({ askedForTabs, askedAnew: ping.mock.calls.length - askedForTabs }).toEqual({ askedForTabs: 1, askedAnew: 2 });
});

test("a Redis that hangs is told within health's patience", async () => {
  const redis = await startEmbeddedRedis();
  onTestFinished(() => redis.stop());
  const connection = await openTestConnection({ redisUrl: redis.url, prefixes: ["bull"] });
  process.kill(redis.pid, "SIGSTOP");

  const health = await healthOf(connection);
  process.kill(redis.pid, "SIGCONT");

  expect(health.connections).toMatchObject([{ status: "down", warnings: [{ code: "timeout" }] }]);
});

/** Starts Redis on a port with data that it takes some seconds to load. */
async function startLoadingRedis(port: number): Promise<void> {
  const cwd = await mkdtemp(join(tmpdir(), "flowlock-loading-"));
  onTestFinished(() => rm(cwd, { recursive: true }));
  const stored = ["--dbfilename", "stored.rdb"];
  const filled = await startEmbeddedRedis({ cwd, args: [...stored, "--enable-debug-command", "yes"] });
  const redis = new Redis(filled.url);
  await redis.call("DEBUG", "POPULATE", "10000");
  await redis.save();
  redis.disconnect();
  await filled.stop("SIGKILL");
  const slowly = ["--key-load-delay", "300", "--loading-process-events-interval-bytes", "4096"];
  const loading = await startEmbeddedRedis({ port, cwd, args: [...stored, ...slowly] });
  onTestFinished(() => loading.stop("SIGKILL"));
}

// Redis answers TIME while it loads: health called such a Redis up, and the locks of before were served as today's.
test("a Redis that loads its data is said to load, until it is through", async () => {
  const redis = await startEmbeddedRedis();
  const connection = await openTestConnection({ redisUrl: redis.url, prefixes: ["bull"] });
  expect(await healthOf(connection)).toMatchObject({ status: "ok" });
  await redis.stop("SIGKILL");
  await startLoadingRedis(redis.port);

  const loading = await waitForStatus(connection, "loading");
  connection.cache.invalidate();
  await expect(listLocks(connection, { limit: 50 })).rejects.toMatchObject({ reason: "loading" });
  const loaded = await waitForStatus(connection, "up");

  expect(loading).toMatchObject({ status: "degraded", connections: [{ warnings: [{ code: "loading" }] }] });
  expect(loaded.status).toBe("ok");
});

test("a password that Redis no longer takes is named, and told nowhere", async () => {
  const redis = await startEmbeddedRedis({ args: ["--requirepass", password] });
  const url = redis.url.replace("redis://", `redis://:${password}@`);
  const connection = await openTestConnection({ redisUrl: url, prefixes: ["bull"] });
  await redis.stop("SIGKILL");
  const changed = await startEmbeddedRedis({ port: redis.port, args: ["--requirepass", "another"] });
  onTestFinished(() => changed.stop());

  const health = await waitForStatus(connection, "denied");
  const failure = await vi.waitFor(async () => {
    const failed: unknown = await listQueues(connection).catch((error: unknown) => error);
    expect(failed).toMatchObject({ name: "RedisDeniedError", kind: "authentication" });
    return failed;
  }, 10_000);

  expect(health.connections[0]?.warnings).toMatchObject([{ code: "authentication" }]);
  expect(`${JSON.stringify(health)} ${String(failure)} ${JSON.stringify(failure)}`).not.toContain(password);
});

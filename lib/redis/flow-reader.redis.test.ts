import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { writeJob, writeParent, writePendingEdge } from "@/lib/testing/seed-by-hand";

import { createFlowReader } from "./flow-reader";

const root = { queue: "{bull}:orders", id: "root" };
const child = { queue: "{bull}:mail", id: "child" };

async function startRedis(args: readonly string[] = []) {
  const cwd = await mkdtemp(join(tmpdir(), "flowlock-"));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const server = await startEmbeddedRedis({ args, cwd });
  onTestFinished(() => server.stop("SIGKILL"));
  const admin = new Redis(server.url);
  onTestFinished(() => admin.disconnect());
  return { server, admin };
}

async function seed(admin: Redis) {
  const commands = admin.pipeline();
  writeParent(commands, root);
  writeJob(commands, child);
  writePendingEdge(commands, root, child);
  commands.lpush(`${child.queue}:wait`, child.id);
  await commands.exec();
}

const readRights = "~{bull}:* +@read -keys +multi +exec +info +ping +time +hello +auth +select +quit +client|setname";
const scriptRights = `${readRights} +evalsha_ro +script|load`;

async function openAs(admin: Redis, port: number, rights: string) {
  await admin.call("ACL", "SETUSER", "ro", "on", ">pw", "resetkeys", ...rights.split(" "));
  const redis = new Redis({ port, username: "ro", password: "pw", protocol: 2, enableReadyCheck: false });
  onTestFinished(() => redis.disconnect());
  const refusals: string[] = [];
  const onRefused = (error: Error) => refusals.push(error.message);
  return { reader: createFlowReader({ redis, knownQueues: () => new Set(), onRefused }), refusals };
}

test("uses scripts where the user may run them, without rights of a writer", async () => {
  const { server, admin } = await startRedis();
  await seed(admin);
  const { reader, refusals } = await openAs(admin, server.port, scriptRights);
  await reader.readClockMs();
  expect(reader.kind).toBe("script");
  expect((await reader.readFlow(root)).jobs.size).toBe(2);
  expect((await reader.readAncestors(child)).chain.map((job) => job.ref)).toEqual([root, child]);
  expect(refusals).toEqual([]);
});

test("says at once that it reads plainly for a user without scripting rights", async () => {
  const { server, admin } = await startRedis();
  await seed(admin);
  const { reader, refusals } = await openAs(admin, server.port, readRights);
  await reader.readClockMs();
  expect(reader.kind).toBe("pipeline");
  expect((await reader.readFlow(root)).jobs.size).toBe(2);
  expect(refusals).toHaveLength(1);
});

test("falls back for good where rights are taken away at run time", async () => {
  const { server, admin } = await startRedis();
  await seed(admin);
  const { reader, refusals } = await openAs(admin, server.port, scriptRights);
  await reader.readFlow(root);
  await admin.call("ACL", "SETUSER", "ro", "-evalsha_ro");
  expect((await reader.readFlow(root)).jobs.size).toBe(2);
  await admin.call("ACL", "SETUSER", "ro", "+evalsha_ro");
  await reader.readFlow(root);
  expect(reader.kind).toBe("pipeline");
  expect(refusals).toHaveLength(1);
});

test("loads its scripts again where Redis forgot them", async () => {
  const { server, admin } = await startRedis();
  await seed(admin);
  const { reader } = await openAs(admin, server.port, scriptRights);
  await reader.readFlow(root);
  await admin.script("FLUSH");
  expect((await reader.readFlow(root)).jobs.size).toBe(2);
  expect(reader.kind).toBe("script");
});

test("reads a flow by scripts in a cluster of one master", async () => {
  const { server, admin } = await startRedis(["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1"]);
  await admin.cluster("ADDSLOTSRANGE", 0, 16_383);
  await expect.poll(() => admin.cluster("INFO"), { timeout: 10_000 }).toContain("cluster_state:ok");
  await seed(admin);
  const { reader } = await openAs(admin, server.port, scriptRights);
  expect((await reader.readFlow(root)).jobs.size).toBe(2);
  expect((await reader.readAncestors(child)).chain.map((job) => job.ref)).toEqual([root, child]);
  expect(reader.kind).toBe("script");
});

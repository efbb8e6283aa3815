import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { FlowProducer, Queue, Worker } from "bullmq";
import { Redis } from "ioredis";
import { expect, onTestFinished, test, vi } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { parseRedisUrl } from "@/lib/redis/redis-address";

import { getDiagnosis } from "./get-diagnosis";
import { getFlowView } from "./get-flow-view";
import { getHealth } from "./get-health";
import { getTriage } from "./get-triage";
import { testCounts } from "./metrics/test-counts";
import { openConnection } from "./open-connection";
import type { OpenConnection } from "./open-connection";

type Options = { readonly args?: readonly string[]; readonly login?: string; readonly writable?: boolean };

const readerRights = "+@read -keys +multi +exec +info +ping +hello +auth +select +quit +client|setname";

/** A Redis of this test's own, with an admin's connection to it. */
async function startRedis(args: readonly string[] = []) {
  const cwd = mkdtempSync(join(tmpdir(), "flowlock-doctor-"));
  const server = await startEmbeddedRedis({ args, cwd });
  const admin = new Redis(server.url, { protocol: 2 });
  onTestFinished(async () => {
    admin.disconnect();
    await server.stop("SIGKILL");
    rmSync(cwd, { recursive: true, force: true });
  });
  return { port: server.port, admin };
}

function openDoctor(port: number, { login = "", writable = false }: Options = {}): OpenConnection {
  const parsed = parseRedisUrl(`redis://${login}127.0.0.1:${port}`);
  if (parsed.kind === "unusable") throw new Error("The test's Redis has no usable URL.");
  const env = {
    store: "memory" as const,
    storeUrl: null,
    ...{ webhookUrl: null, webhookSecret: null, environment: null },
    prefixes: null,
    writable,
    sampleMs: 1_000,
    discoveryMs: 250,
    slowMs: 1_000,
    stuckMs: 2_000,
  };
  const connection = openConnection({
    id: "default",
    address: parsed.address,
    env,
    writeAudit: () => undefined,
    counts: testCounts(),
  });
  onTestFinished(() => connection.close());
  return connection;
}

/** What the doctor says once every queue is found. */
async function warningsOf(port: number, options: Options = {}) {
  const { directory, doctor } = openDoctor(port, options);
  await directory.refresh();
  return doctor.examine();
}

const codesOf = async (port: number, options: Options = {}) =>
  (await warningsOf(port, options)).map(({ code }) => code);

function connectionTo(port: number, options: { readonly keyPrefix?: string } = {}) {
  return { host: "127.0.0.1", port, ...options };
}

async function addJob(port: number, prefix: string, queueName = "payments"): Promise<void> {
  const queue = new Queue(queueName, { connection: connectionTo(port), prefix });
  try {
    await queue.add("charge-card", {});
  } finally {
    await queue.close();
  }
}

test("a Redis that is as BullMQ needs it gets no warning, and health shows so", async () => {
  const { port } = await startRedis();
  await addJob(port, "bull");
  const connection = openDoctor(port, { writable: true });
  connection.start();
  await vi.waitFor(() => expect(connection.doctor.lastReading()?.queues).toHaveLength(1), 10_000);
  const health = await getHealth({ connections: [connection], version: "0", writable: true, environment: null });
  expect(health.connections).toMatchObject([{ status: "up", warnings: [] }]);
});

test("an evicting Redis is warned of in health", async () => {
  const { port, admin } = await startRedis();
  await admin.config("SET", "maxmemory-policy", "allkeys-lru");
  const connection = openDoctor(port);
  connection.start();
  await vi.waitFor(() => expect(connection.doctor.warnings()).not.toEqual([]), 10_000);
  const health = await getHealth({ connections: [connection], version: "0", writable: false, environment: null });
  expect(health.connections[0]?.warnings).toMatchObject([{ code: "maxmemory-policy" }]);
});

test("a replica is told", async () => {
  const primary = await startRedis();
  const replica = await startRedis(["--replicaof", "127.0.0.1", String(primary.port)]);
  await vi.waitFor(
    async () => expect(await replica.admin.info("replication")).toContain("master_link_status:up"),
    10_000,
  );
  expect(await codesOf(replica.port, { writable: true })).toEqual(["replica"]);
});

test("a reader who lacks commands is told the line that grants them", async () => {
  const { port, admin } = await startRedis();
  await addJob(port, "bull");
  await admin.call("ACL", "SETUSER", "ro", "on", ">pw", "~*", ...readerRights.split(" "), "+acl|whoami", "+acl|dryrun");

  const warnings = await warningsOf(port, { login: "ro:pw@" });

  expect(warnings.map(({ code }) => code)).toEqual(["client-list-denied", "time-denied", "scripts-denied"]);
  await admin.call("ACL", "SETUSER", "ro", "+client|list", "+time", "+evalsha_ro", "+script|load");
  expect(await codesOf(port, { login: "ro:pw@" })).toEqual([]);
});

test("a reader without the dry run is warned only of what it was refused", async () => {
  const { port, admin } = await startRedis();
  await admin.call("ACL", "SETUSER", "ro", "on", ">pw", "~*", ...readerRights.split(" "), "+time");
  expect(await codesOf(port, { login: "ro:pw@" })).toEqual(["client-list-denied"]);
});

test("a writer is told of the dry run that it lacks, then of the commands, and the lines given mend both", async () => {
  const { port, admin } = await startRedis();
  await addJob(port, "bull");
  const rights = [...readerRights.split(" "), "+time", "+client|list", "+evalsha_ro", "+script|load"];
  await admin.call("ACL", "SETUSER", "rw", "on", ">pw", "~*", ...rights);
  const look = () => warningsOf(port, { login: "rw:pw@", writable: true });
  const grantIn = (text: string | undefined) => (/ACL SETUSER <user> (.*)\.$/.exec(text ?? "")?.[1] ?? "").split(" ");

  const [noDryRun, ...others] = await look();
  expect([noDryRun?.code, others]).toEqual(["dry-run-denied", []]);
  await admin.call("ACL", "SETUSER", "rw", ...grantIn(noDryRun?.text));

  const [lacking] = await look();
  expect(lacking?.code).toBe("actions-denied");
  expect(lacking?.text).toContain("+rpush");
  await admin.call("ACL", "SETUSER", "rw", ...grantIn(lacking?.text));

  expect(await look()).toEqual([]);
});

test("on a cluster a prefix without braces is told, although nothing could ever be added there", async () => {
  const { port, admin } = await startRedis(["--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"]);
  await admin.call("CLUSTER", "ADDSLOTSRANGE", 0, 16_383);
  await vi.waitFor(
    async () => expect(String(await admin.call("CLUSTER", "INFO"))).toContain("cluster_state:ok"),
    10_000,
  );
  await addJob(port, "{bull}");
  expect(await codesOf(port)).toEqual([]);

  await expect(addJob(port, "bull")).rejects.toThrow(/CROSSSLOT/);

  expect(await warningsOf(port)).toMatchObject([
    { code: "prefix-without-braces", text: expect.stringContaining("{bull} instead of bull.") },
  ]);
});

test.each(["x:", "app-"])("queues that ioredis' keyPrefix %s tore apart are told", async (keyPrefix) => {
  const { port } = await startRedis();
  const producer = new FlowProducer({ connection: connectionTo(port, { keyPrefix }) });
  await producer.add({ name: "order", queueName: "orders", children: [{ name: "pay", queueName: "payments" }] });
  await producer.close();
  const [warning] = await warningsOf(port);
  expect(warning).toMatchObject({ code: "key-prefix" });
  expect(warning?.text).toContain(`keyPrefix ${keyPrefix} tears ${keyPrefix}bull:payments apart`);
});

test("a prefix with colons is no keyPrefix, and a removed job is not another queue's of the same id", async () => {
  const { port, admin } = await startRedis();
  await addJob(port, "shop:bull");
  await addJob(port, "bull");
  await admin.del("shop:bull:payments:1");
  expect(await codesOf(port)).toEqual([]);
});

test("a Queue that was built and never used is told; one with jobs and keys of others are not", async () => {
  const { port, admin } = await startRedis();
  await addJob(port, "bull");
  await admin.hset("app:meta", "title", "not BullMQ's");
  const queue = new Queue("paymets", { connection: connectionTo(port) });
  await queue.waitUntilReady();
  await vi.waitFor(async () => expect(await admin.exists("bull:paymets:meta")).toBe(1));
  await queue.close();
  expect(await warningsOf(port)).toMatchObject([
    { code: "phantom-queues", text: expect.stringContaining("never had a job: bull:paymets.") },
  ]);
});

test("versions that can't be one are told of a queue whose jobs ran lately, and a known fault of an old one", async () => {
  const { port, admin } = await startRedis();
  const worker = new Worker("payments", async () => "done", { connection: connectionTo(port) });
  onTestFinished(() => worker.close());
  const done = new Promise<void>((resolve) => worker.once("completed", () => resolve()));
  await addJob(port, "bull");
  await done;
  expect(await codesOf(port)).toEqual([]);

  await admin.hset("bull:payments:meta", "version", "bullmq:4.18.3");
  expect(await codesOf(port)).toEqual(["mixed-versions", "version-renews-after-end"]);

  await admin.hset("bull:payments:1", "processedOn", Date.now() - 2 * 3_600_000);
  expect(await codesOf(port)).toEqual(["version-renews-after-end"]);
});

test("what the doctor found stands with the culprit that it explains", async () => {
  const { port, admin } = await startRedis();
  const producer = new FlowProducer({ connection: connectionTo(port) });
  const { job } = await producer.add({
    name: "order",
    queueName: "orders",
    children: [{ name: "pay", queueName: "payments", opts: { jobId: "gone" } }],
  });
  await producer.close();
  await admin.del("bull:payments:gone");
  await admin.config("SET", "maxmemory-policy", "allkeys-lru");
  const connection = openDoctor(port);
  connection.start();
  await vi.waitFor(() => expect(connection.doctor.lastReading()?.queues).toHaveLength(2), 10_000);

  const root = { queue: "bull:orders", id: String(job.id) };
  const fact = expect.objectContaining({
    kind: "guess",
    text: "Redis may have evicted it: maxmemory-policy is allkeys-lru, BullMQ needs noeviction.",
    evidence: [expect.objectContaining({ command: "INFO memory", value: "allkeys-lru" })],
  });

  const diagnosis = await getDiagnosis(connection, root);
  expect(diagnosis.cause).toBe("child-key-missing");
  expect(diagnosis.culprits[0]?.facts).toContainEqual(fact);
  expect((await getFlowView(connection, root, {})).diagnosis.culprits[0]?.facts).toContainEqual(fact);
  expect((await getTriage(connection)).culprits[0]?.facts).toContainEqual(fact);
});

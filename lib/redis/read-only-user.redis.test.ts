import { FlowProducer, Worker } from "bullmq";
import { Redis } from "ioredis";
import { expect, onTestFinished, test, vi } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";

import { createPipelineFlowReader } from "./pipeline-flow-reader";
import { QueueDirectory } from "./queue-directory";
import { parseRedisUrl } from "./redis-address";
import { openRedisConnection } from "./redis-connection";
import { createRedisLockSource } from "./redis-lock-source";

const baseRights = "~bull:* +@read -keys +multi +exec +info +ping +hello +auth +select +quit +client|setname";

async function startSeededRedis() {
  const server = await startEmbeddedRedis();
  onTestFinished(() => server.stop("SIGKILL"));
  const connection = { host: "127.0.0.1", port: server.port };
  const admin = new Redis({ ...connection, protocol: 2 });
  const worker = new Worker("payments", () => new Promise(() => {}), { connection, name: "payments-1" });
  const flows = new FlowProducer({ connection });
  onTestFinished(async () => {
    await worker.close(true);
    await flows.close();
    admin.disconnect();
  });
  const isActive = new Promise<void>((done) => worker.once("active", () => done()));
  await flows.add({
    name: "fulfil-order",
    queueName: "orders",
    opts: { jobId: "order-1" },
    children: [
      { name: "charge-card", queueName: "payments", opts: { jobId: "card-1" } },
      { name: "send-mail", queueName: "mail", opts: { jobId: "mail-1", delay: 60_000 } },
    ],
  });
  await isActive;
  // What this user may not even see must not stop the rest.
  await admin.hset("secret:q:meta", "opts.maxLenEvents", "10000");
  await admin.set("secret:q:id", "1");
  return { server, admin };
}

async function openAsReader(port: number, admin: Redis, rights: string) {
  await admin.call("ACL", "SETUSER", "ro", "on", ">pw", ...rights.split(" "));
  const parsed = parseRedisUrl(`redis://ro:pw@127.0.0.1:${port}`);
  if (parsed.kind === "unusable") throw new Error("The test's URL is unusable.");
  const redis = openRedisConnection(parsed.address, "reader");
  onTestFinished(() => redis.disconnect());
  const failures: unknown[] = [];
  const directory = new QueueDirectory({
    redis,
    discoveryMs: 1_000,
    prefixes: ["bull", "secret"],
    onFailure: (error) => failures.push(error),
  });
  const reader = createPipelineFlowReader({ redis, knownQueues: () => directory.knownQueues() });
  return { reader, directory, source: createRedisLockSource({ redis, reader }), failures };
}

const [order, card, mail] = [
  { queue: "bull:orders", id: "order-1" },
  { queue: "bull:payments", id: "card-1" },
  { queue: "bull:mail", id: "mail-1" },
] as const;
const page = { cursor: null, limit: 10 };

async function readEverything({ reader, directory, source }: Awaited<ReturnType<typeof openAsReader>>) {
  await directory.refresh();
  const queues = directory.queues();
  const jobs = await reader.readJobs([order, card, mail, { queue: "bull:mail", id: "gone" }]);
  const flow = await reader.readFlow(order);
  const pending = await reader.readPendingFlow([order]);
  const { chain } = await reader.readAncestors(card);
  const children = await reader.listChildren(order, page);
  for (const state of [
    "waiting",
    "active",
    "delayed",
    "waiting-children",
    "completed",
    "failed",
    "prioritized",
  ] as const)
    await reader.listJobs("bull:payments", { state, ...page });
  const readings = await reader.readQueues(queues);
  const workers = await reader.readWorkers();
  const detail = await reader.readJobRaw(card);
  const payloads = await reader.readPayloads(card);
  await reader.readLogs(card, page);
  const held = await source.readHeldLocks(queues);
  await source.readSigns([card]);
  const events = await source.readRunEvents(card);
  await source.followRuns(["bull:payments"]);
  await source.readFinished("bull:payments", { afterMs: null, beforeMs: null });
  return { queues, jobs, flow, pending, chain, children, readings, workers, detail, payloads, held, events };
}

test("a user with reading rights only is shown everything, and no command is sent that could change or block", async () => {
  const { server, admin } = await startSeededRedis();
  const reading = await openAsReader(server.port, admin, `${baseRights} +time +client|list`);
  const monitor = await admin.monitor();
  onTestFinished(() => monitor.disconnect());
  let endSeen = false;
  const sources = new Map<string, Set<string>>();
  monitor.on("monitor", (_time: string, args: readonly string[], source: string) => {
    const name = (args[0] ?? "").toLowerCase();
    if (name === "echo") endSeen = true;
    const commands = sources.get(source) ?? new Set();
    sources.set(source, commands.add(name));
  });

  const seen = await readEverything(reading);
  await admin.echo("end");
  await vi.waitFor(() => expect(endSeen).toBe(true));
  const sent = sources.get(await addressOf(admin)) ?? new Set();

  expect(reading.failures).toEqual([]);
  expect(seen.queues).toEqual(["bull:mail", "bull:orders", "bull:payments"]);
  expect(seen.jobs.map((job) => job.state)).toEqual(["waiting-children", "active", "delayed", "missing"]);
  expect(seen.flow).toMatchObject({ exact: true });
  expect(seen.flow.jobs.size).toBe(3);
  expect(seen.pending.jobs.size).toBe(3);
  expect(seen.chain.map((job) => job.ref)).toEqual([order, card]);
  expect(seen.children.total).toBe(2);
  expect(seen.readings.map((queue) => queue.counts.active)).toEqual([0, 0, 1]);
  expect(seen.workers).toMatchObject([{ name: "payments-1", queue: "bull:payments" }]);
  expect(seen.detail).toMatchObject({
    job: { state: "active" },
    keys: ["bull:payments:card-1", "bull:payments:card-1:lock"],
  });
  expect(seen.payloads).toMatchObject({ data: { text: "{}", truncated: false } });
  expect(seen.held.jobs).toMatchObject([{ ref: card, lock: { ttlMs: expect.any(Number) } }]);
  expect(seen.events.activeAtMs).toEqual(expect.any(Number));
  expect(sent.size).toBeGreaterThan(10);
  const writing = new Set(await commandsOf(admin, "write"));
  const scripting = new Set(await commandsOf(admin, "scripting"));
  expect([...sent].filter((name) => writing.has(name) || scripting.has(name) || name === "keys")).toEqual([]);
});

test("without TIME and CLIENT LIST the clock is INFO's and workers are unknown; all else is read", async () => {
  const { server, admin } = await startSeededRedis();
  const reading = await openAsReader(server.port, admin, baseRights);

  const seen = await readEverything(reading);

  expect(reading.failures).toEqual([]);
  expect(seen.workers).toBeNull();
  expect(seen.readings.map((queue) => queue.workers)).toEqual([null, null, null]);
  expect(seen.queues).toEqual(["bull:mail", "bull:orders", "bull:payments"]);
  expect(seen.jobs.map((job) => job.state)).toEqual(["waiting-children", "active", "delayed", "missing"]);
  const redisNowMs = Number((await admin.time())[0]) * 1_000;
  expect(Math.abs((await reading.reader.readClockMs()) - redisNowMs)).toBeLessThan(5_000);
});

test("a refused command is named", async () => {
  const { server, admin } = await startSeededRedis();
  const { reader } = await openAsReader(server.port, admin, `${baseRights} +time -zscore`);
  await expect(reader.readJobs([card])).rejects.toMatchObject({
    name: "RedisDeniedError",
    kind: "no-permission",
    command: "zscore",
  });
});

/** The address of the one client that is named as Flowlock's reader. */
async function addressOf(admin: Redis): Promise<string> {
  const list = String(await admin.call("CLIENT", "LIST"));
  const line = list.split("\n").find((text) => text.includes("name=flowlock:reader")) ?? "";
  return /addr=(\S+)/.exec(line)?.[1] ?? "";
}

async function commandsOf(admin: Redis, category: string): Promise<readonly string[]> {
  const names = await admin.call("COMMAND", "LIST", "FILTERBY", "ACLCAT", category);
  return Array.isArray(names) ? names.map(String) : [];
}

import { FlowProducer, Queue } from "bullmq";
import { Redis } from "ioredis";
import { expect, onTestFinished } from "vitest";

import { endpoints } from "@/lib/contract/endpoints";
import type { Endpoint } from "@/lib/contract/endpoint";
import { redisTest } from "@/lib/testing/redis-test";

import type { Connection } from "./connection";
import { getDiagnosis } from "./get-diagnosis";
import { getFlowView } from "./get-flow-view";
import { getHealth } from "./get-health";
import { getJobData } from "./get-job-data";
import { getJobDetail } from "./get-job-detail";
import { getJobHistory } from "./get-job-history";
import { getJobLogs } from "./get-job-logs";
import { getTriage } from "./get-triage";
import { listChildren } from "./list-children";
import { listFlows } from "./list-flows";
import { listJobs } from "./list-jobs";
import { listLocks } from "./list-locks";
import { listQueues } from "./list-queues";
import { listWorkers } from "./list-workers";
import { openTestConnection } from "./test-connection";

const page = { limit: 50 };

/** Adds an order that waits for one payment, and answers both. */
async function addFlow(redis: Redis, prefix: string, ids: { readonly root?: string; readonly child?: string } = {}) {
  const connection = { host: redis.options.host, port: redis.options.port };
  const flows = new FlowProducer({ connection, prefix });
  const { job, children } = await flows.add({
    name: "fulfil-order",
    queueName: "orders",
    ...(ids.root === undefined ? {} : { opts: { jobId: ids.root } }),
    children: [
      {
        name: "charge-card",
        queueName: "payments",
        ...(ids.child === undefined ? {} : { opts: { jobId: ids.child } }),
      },
    ],
  });
  await flows.close();
  const root = { queue: `${prefix}:orders`, id: job.id ?? "" };
  return { root, child: { queue: `${prefix}:payments`, id: children?.[0]?.job.id ?? "" } };
}

function expectContract(endpoint: Endpoint, answer: unknown): void {
  expect(endpoint.answer.safeParse(answer).error?.issues ?? []).toEqual([]);
}

/** Every read, each checked against its contract. */
async function readEverything(
  connection: Connection,
  queue: string,
  job: { readonly queue: string; readonly id: string },
) {
  const about = { connections: [connection], version: "1", writable: false, environment: null };
  expectContract(endpoints.getHealth, await getHealth(about));
  expectContract(endpoints.listQueues, await listQueues(connection));
  expectContract(endpoints.getTriage, await getTriage(connection));
  expectContract(endpoints.listFlows, await listFlows(connection, { state: "all", ...page }));
  expectContract(endpoints.listLocks, await listLocks(connection, page));
  expectContract(endpoints.listWorkers, await listWorkers(connection));
  expectContract(endpoints.listJobs, await listJobs(connection, queue, { state: "waiting", ...page }));
  expectContract(endpoints.getFlowView, await getFlowView(connection, job, {}));
  expectContract(endpoints.listChildren, await listChildren(connection, job, page));
  expectContract(endpoints.getJobDetail, await getJobDetail(connection, job));
  expectContract(endpoints.getJobData, await getJobData(connection, job));
  expectContract(endpoints.getJobLogs, await getJobLogs(connection, job, page));
  expectContract(endpoints.getJobHistory, await getJobHistory(connection, job));
  expectContract(endpoints.getDiagnosis, await getDiagnosis(connection, job));
}

redisTest("a user who may only read sees every view", async ({ redis, redisUrl, prefix }) => {
  const { root } = await addFlow(redis, prefix);
  const user = `reader-${prefix}`;
  const rights = "+@read -keys +multi +exec +info +time +ping +hello +auth +select +quit +client|list +client|setname";
  await redis.call("ACL", "SETUSER", user, "on", ">pw", `~${prefix}:*`, ...rights.split(" "));
  onTestFinished(async () => {
    const admin = new Redis(redisUrl);
    await admin.call("ACL", "DELUSER", user);
    admin.disconnect();
  });
  const url = new URL(redisUrl);
  url.username = user;
  url.password = "pw";
  const connection = await openTestConnection({ redisUrl: url.href, prefixes: [prefix] });

  await readEverything(connection, `${prefix}:payments`, root);

  const { queues } = await listQueues(connection);
  expect(queues.map(({ name }) => name)).toEqual(["orders", "payments"]);
});

redisTest("nothing but reading commands leave for Redis while writing is off", async ({ redis, redisUrl, prefix }) => {
  const { root } = await addFlow(redis, prefix);
  const commands = new Set<string>();
  const monitor = await redis.duplicate().monitor();
  onTestFinished(() => monitor.disconnect());
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });
  const ours = await ourAddresses(redis);
  monitor.on("monitor", (_time: string, [command]: [string], address: string) => {
    if (ours.has(address)) commands.add(command.toLowerCase());
  });

  await readEverything(connection, `${prefix}:payments`, root);
  await connection.watch.sweepNow();
  await connection.directory.refresh();

  expect(commands.size).toBeGreaterThan(5);
  expect(await writingCommands(redis, commands)).toEqual([]);
});

async function ourAddresses(redis: Redis): Promise<ReadonlySet<string>> {
  const clients = String(await redis.client("LIST")).split("\n");
  const ours = clients.filter((line) => / name=flowlock:/.test(line));
  return new Set(ours.map((line) => / addr=(\S+)/.exec(line)?.[1] ?? ""));
}

async function writingCommands(redis: Redis, commands: ReadonlySet<string>): Promise<string[]> {
  const writing = new Set((await redis.call("COMMAND", "LIST", "FILTERBY", "ACLCAT", "write")) as string[]);
  // Not SCRIPT LOAD and EVALSHA_RO, which can't change data.
  const scripting = ["eval", "evalsha", "fcall"];
  return [...commands].filter((command) => writing.has(command) || scripting.includes(command) || command === "keys");
}

redisTest.for([
  ["repeat:nightly:1795408454482"],
  ["a/b"],
  ["100 %"],
  ["what?"],
  ["#1"],
  ["😀"],
  ["__proto__"],
  ["line\nbreak"],
  ["<img src=x onerror=alert(1)>"],
])("a child with the id %j is found, and its flow by it", async ([id], { redis, redisUrl, prefix }) => {
  const { root, child } = await addFlow(redis, prefix, { child: id ?? "" });
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  const view = await getFlowView(connection, child, {});

  expectContract(endpoints.getFlowView, view);
  expect(view.root).toEqual(root);
  expect(view.nodes.map(({ job }) => job.id)).toContain(id);
  expect((await getJobDetail(connection, child)).job).toEqual({ ...child, name: "charge-card" });
});

redisTest.for([["{shop}"], ["a:b"]])(
  "queues under the prefix %s are found and shown",
  async ([wrap], { redis, redisUrl, prefix }) => {
    const odd = `${wrap}-${prefix}`;
    const { root } = await addFlow(redis, odd);
    const connection = await openTestConnection({ redisUrl, prefixes: [odd] });

    await readEverything(connection, `${odd}:payments`, root);

    expect((await listFlows(connection, { state: "all", ...page })).flows.map(({ root: { queue } }) => queue)).toEqual([
      root.queue,
    ]);
  },
);

redisTest(
  "broken JSON in data, opts and parent is shown as it is, and the other jobs still show",
  async ({ redis, redisUrl, prefix }) => {
    const broken = await addFlow(redis, prefix, { root: "broken-root", child: "broken" });
    const whole = await addFlow(redis, prefix, { root: "whole-root", child: "whole" });
    const fields = { data: "{broken", opts: "[".repeat(50_000), parent: "{broken", progress: "{" };
    await redis.hset(`${broken.child.queue}:broken`, fields);
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    const { data } = await getJobData(connection, broken.child);
    const detail = await getJobDetail(connection, broken.child);
    const { jobs } = await listJobs(connection, broken.child.queue, { state: "waiting", ...page });
    const { flows } = await listFlows(connection, { state: "all", ...page });

    expect(data).toMatchObject({ json: null, raw: "{broken" });
    expect(detail.damaged).toEqual(expect.arrayContaining(["bad-parent-json"]));
    expect(jobs.map(({ job }) => job.id).toSorted()).toEqual(["broken", "whole"]);
    expect(flows.map(({ root }) => root.id).toSorted()).toEqual(["broken-root", "whole-root"]);
    await readEverything(connection, whole.child.queue, whole.root);
  },
);

redisTest(
  "a key of the wrong type marks its queue, and every view still answers",
  async ({ redis, redisUrl, prefix }) => {
    const { root } = await addFlow(redis, prefix);
    await redis.set(`${prefix}:payments:failed`, "no sorted set");
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

    await readEverything(connection, `${prefix}:payments`, root);

    const { queues } = await listQueues(connection);
    expect(queues.map(({ name, damaged }) => [name, damaged])).toEqual([
      ["orders", []],
      ["payments", ["wrong-type"]],
    ]);
  },
);

redisTest("a job, flow or queue that is not there is said to be not there", async ({ redis, redisUrl, prefix }) => {
  await addFlow(redis, prefix);
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });
  const nobody = { queue: `${prefix}:orders`, id: "nobody" };

  await expect(getFlowView(connection, nobody, {})).rejects.toMatchObject({ code: "flow-not-found" });
  await expect(getDiagnosis(connection, nobody)).rejects.toMatchObject({ code: "job-not-found" });
  for (const read of [getJobDetail, getJobData, getJobHistory]) {
    await expect(read(connection, nobody)).rejects.toMatchObject({ code: "job-not-found" });
  }
  await expect(getJobLogs(connection, nobody, page)).rejects.toMatchObject({ code: "job-not-found" });
  await expect(listJobs(connection, `${prefix}:nobody`, { state: "failed", ...page })).rejects.toMatchObject({
    code: "queue-not-found",
  });
});

redisTest("a queue of which there is only meta is no queue", async ({ redis, redisUrl, prefix }) => {
  await redis.hset(`${prefix}:phantom:meta`, { version: "bullmq:6.7.0", "opts.maxLenEvents": "10000" });
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });

  const reading = listJobs(connection, `${prefix}:phantom`, { state: "waiting", ...page });

  await expect(reading).rejects.toMatchObject({ code: "queue-not-found" });
});

redisTest("a queue's own version in meta is left as it is", async ({ redis, redisUrl, prefix }) => {
  const queue = new Queue("orders", { connection: { host: redis.options.host, port: redis.options.port }, prefix });
  await queue.add("alone", {});
  await queue.close();
  await redis.hset(`${prefix}:orders:meta`, { version: "bullmq:5.81.5", "opts.maxLenEvents": "500" });
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix], writable: true });

  await listQueues(connection);

  expect(await redis.hgetall(`${prefix}:orders:meta`)).toEqual({
    version: "bullmq:5.81.5",
    "opts.maxLenEvents": "500",
  });
});

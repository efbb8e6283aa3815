import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { Queue, Worker } from "bullmq";
import { expect, onTestFinished, vi } from "vitest";

import { compileCure, runCure } from "@/lib/testing/cured-process";
import { redisTest } from "@/lib/testing/redis-test";

import { cureCode } from "./cure-code";
import type { CureTarget } from "./cure-code";

const limits = { callMs: 1_000, jobMs: 10_000, flowMs: 60_000 };

function targetOf(prefix: string, overrides: Partial<CureTarget> = {}): CureTarget {
  return {
    queue: `${prefix}:payments`,
    jobName: "charge-card",
    policy: "ignore",
    parent: { queue: `${prefix}:orders`, name: "fulfil-order" },
    limits,
    ...overrides,
  };
}

/** A service that takes calls and never answers, or answers at once. */
async function startService(answers: boolean) {
  const seen = { calls: 0, aborted: 0 };
  const server = createServer((_request, response) => {
    seen.calls += 1;
    response.once("close", () => {
      if (!response.writableEnded) seen.aborted += 1;
    });
    if (answers) response.end("charged");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  // safe because a server that listens on TCP has an address with a port
  return { seen, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** BullMQ beside the generated code: the parent's worker and looks at jobs. */
function openBeside(redisUrl: string, target: CureTarget) {
  const { hostname, port } = new URL(redisUrl);
  const connection = { host: hostname, port: Number(port) };
  const open = (queue: string) => {
    const colon = queue.lastIndexOf(":");
    const options = { connection, prefix: queue.slice(0, colon), skipMetasUpdate: true };
    const opened = new Queue(queue.slice(colon + 1), options);
    onTestFinished(() => opened.close());
    return opened;
  };
  const [own, parents] = [open(target.queue), open(target.parent?.queue ?? target.queue)];
  const worker = new Worker(parents.name, async () => "fulfilled", {
    connection,
    prefix: parents.opts.prefix ?? "bull",
  });
  onTestFinished(() => worker.close());
  return {
    own,
    stateOfParent: (id: string) => parents.getJobState(id),
    failedReasons: async () => (await own.getFailed()).map((job) => job.failedReason),
  };
}

redisTest.for([
  ["bullmq", "ignore", "completed"],
  ["bullmq", "none", "failed"],
  ["bullmq5", "fail-parent", "failed"],
] as const)(
  "on %s a call that hangs is aborted by its limit, the job fails with the reason, and its parent (%s) is %s",
  async ([bullmq, policy, parentState], { redisUrl, prefix, redis }) => {
    const service = await startService(false);
    const target = targetOf(prefix, { policy });
    const cured = await runCure(compileCure(target, bullmq), redisUrl, "calls");
    const beside = openBeside(redisUrl, target);

    const parentId = await cured.addFlow({ url: service.url });
    const reason = "charge-card: The call took longer than 1000 ms.";
    await cured.line("failed", { reason });
    await cured.line("queue: failed", { reason });
    await vi.waitFor(async () => expect(await beside.stateOfParent(parentId)).toBe(parentState), 20_000);

    expect(await beside.failedReasons()).toEqual([reason]);
    expect(service.seen.calls).toBeGreaterThan(0);
    await vi.waitFor(() => expect(service.seen.aborted).toBe(service.seen.calls), 20_000);
    const names = String(await redis.client("LIST"));
    expect(names).toContain(`${prefix}:${Buffer.from("payments").toString("base64")}:w:`);
    expect(names).toContain(`-${cured.pid} `);
  },
);

redisTest(
  "a promise that never settles and heeds no signal keeps no slot, and closing ends",
  async ({ redisUrl, prefix }) => {
    const target = targetOf(prefix, { limits: { callMs: 100, jobMs: 300, flowMs: 60_000 } });
    const cured = await runCure(compileCure(target, "bullmq"), redisUrl, "never settles");
    const beside = openBeside(redisUrl, target);

    await beside.own.add("charge-card", {});
    await cured.line("failed", { jobId: "1", reason: "charge-card took longer than 300 ms." });
    await beside.own.add("charge-card", {});
    await cured.line("failed", { jobId: "2", reason: "charge-card took longer than 300 ms." });

    await beside.own.add("charge-card", {});
    expect(await cured.terminate()).toBe(0);
  },
);

redisTest(
  "nothing of a flow starts after the flow's limit, no attempt is wasted on it, and jobs without a flow are free of it",
  async ({ redisUrl, prefix }) => {
    const target = targetOf(prefix, { limits: { ...limits, flowMs: 0 } });
    const cured = await runCure(compileCure(target, "bullmq"), redisUrl, "answers");
    const beside = openBeside(redisUrl, target);

    await beside.own.add("charge-card", {}, { timestamp: Date.now() - 5_000 });
    await cured.line("completed", { jobId: "1" });
    await cured.addFlow({});

    await cured.line("failed", { reason: "The flow's limit of 0 ms was over before it started." });
    expect(await beside.own.getJobCounts("failed", "delayed", "wait")).toEqual({ failed: 1, delayed: 0, wait: 0 });
  },
);

redisTest("every listener tells, and a job that works completes with its parent", async ({ redisUrl, prefix }) => {
  const service = await startService(true);
  const target = targetOf(prefix);
  const cured = await runCure(compileCure(target, "bullmq"), redisUrl, "calls");
  const beside = openBeside(redisUrl, target);

  const parentId = await cured.addFlow({ url: service.url });
  await cured.line("completed");
  await cured.line("queue: completed");
  await cured.line("stalled", { jobId: "7" });
  await cured.line("error", { reason: "boom" });
  await cured.line("lockRenewalFailed");
  await vi.waitFor(async () => expect(await beside.stateOfParent(parentId)).toBe("completed"), 20_000);
});

const hostile = `"; process.exit(7); // \${process.exit(8)} \u2028 */ \u202E\\" '`;

redisTest(
  "names that try to break out stay names: the code compiles, runs and does nothing else",
  async ({ redisUrl, prefix }) => {
    const service = await startService(true);
    const target = targetOf(prefix, {
      queue: `${prefix}:${hostile}`,
      jobName: `__proto__\n${hostile}`,
      parent: { queue: `${prefix}:\`${hostile}`, name: `constructor ${hostile}` },
    });
    const cured = await runCure(compileCure(target, "bullmq"), redisUrl, "calls");
    const beside = openBeside(redisUrl, target);

    const parentId = await cured.addFlow({ url: service.url });
    await vi.waitFor(async () => expect(await beside.stateOfParent(parentId)).toBe("completed"), 20_000);

    const [job] = await beside.own.getCompleted();
    expect(job?.name).toBe(target.jobName);
    expect(cureCode(target)).not.toMatch(/[\u2028\u202E]/);
  },
);

redisTest("a job without a parent gets code without a flow", async ({ prefix }) => {
  const target = targetOf(prefix, { parent: null });
  compileCure(target, "bullmq5");
  expect(cureCode(target)).not.toContain("FlowProducer");
});

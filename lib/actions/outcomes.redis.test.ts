import { expect, onTestFinished, vi } from "vitest";

import type { Effect } from "@/lib/core/action";
import { failurePolicies } from "@/lib/core/failure-policy";
import { generations } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { holdChild } from "@/lib/testing/hold-child";
import { openGate } from "@/lib/testing/open-gate";
import { openOperator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

/** A parent that fails does so in a worker's hands. */
function isUpToWorkers({ job, to }: Effect): boolean {
  return job.id !== "card-1" && (to === "failed" || to === null);
}

const byPolicy = generations.flatMap((generation) =>
  failurePolicies.map((policy) => ({ generation, policy, on: generation.name })),
);
const bySibling = byPolicy.flatMap((one) => [false, true].map((sibling) => ({ ...one, sibling })));
const byRemoval = bySibling.flatMap((one) => [false, true].map((removeOnFail) => ({ ...one, removeOnFail })));

redisTest.for(byRemoval)(
  "what is announced of failing happens on $on: policy $policy, removeOnFail $removeOnFail, sibling $sibling",
  async ({ generation, policy, removeOnFail, sibling }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const childOptions = { removeOnFail, attempts: 3 };
    const flow = await holdChild({ redisUrl, prefix, generation, policy, sibling, childOptions });

    const announced = await operator.preview("fail", flow.child);
    const result = await operator.perform("fail", announced);

    expect(announced).toMatchObject({ allowed: true, refusal: null });
    expect(result).toMatchObject({ result: "done", code: null, before: { state: "active" } });
    expect(result.after.state).toBe(removeOnFail ? "missing" : "failed");
    if (announced.effects.some(isUpToWorkers)) flow.runParents();
    await vi.waitFor(() => operator.expectFates(announced.effects), 5_000);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(byPolicy)(
  "an active job sent back in line on $on with policy $policy waits, and its parents keep waiting",
  async ({ generation, policy }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, generation, policy });

    const announced = await operator.preview("retry", flow.child);
    const result = await operator.perform("retry", announced);

    expect(announced).toMatchObject({ allowed: true, effects: [{ to: "waiting" }] });
    expect(announced.warnings).toContain("may-run-twice");
    expect(result).toMatchObject({ result: "done", code: null, after: { state: "waiting", attempts: 0 } });
    expect((await operator.look(flow.parent)).state).toBe("waiting-children");
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(bySibling)(
  "a failed job retried on $on, policy $policy, sibling $sibling, is waited for again only where that is announced",
  async ({ generation, policy, sibling }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, generation, policy, sibling });
    await operator.perform("fail", await operator.preview("fail", flow.child));
    const parentBefore = await operator.look(flow.parent);

    const announced = await operator.preview("retry", flow.child);
    const result = await operator.perform("retry", announced);

    expect(announced).toMatchObject({ allowed: true, effects: [{ from: "failed", to: "waiting" }] });
    expect(announced.warnings).toContain("may-run-twice");
    expect(announced.warnings.includes("parent-will-fail-anyway")).toBe(policy === "fail-parent");
    expect(result).toMatchObject({ result: "done", before: { state: "failed" }, after: { state: "waiting" } });
    expect((await operator.look(flow.parent)).state).toBe(parentBefore.state);
    const pending = await redis.sismember(`${prefix}:payments:settle-1:dependencies`, `${prefix}:cards:card-1`);
    expect(pending).toBe(policy === "remove" ? 0 : 1);
    expect(announced.text[1]?.endsWith("does not wait for it any more, and will not see its result.")).toBe(
      policy === "remove",
    );
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for([
  { policy: "ignore", parentOptions: { priority: 5 }, to: "prioritized" },
  { policy: "none", parentOptions: { priority: 5 }, to: "waiting" },
  { policy: "ignore", parentOptions: { delay: 60_000 }, to: "delayed" },
  { policy: "none", parentOptions: { delay: 60_000 }, to: "waiting" },
] as const)(
  "a released parent with $parentOptions goes to $to as announced (policy $policy)",
  async ({ policy, parentOptions, to }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const childOptions = { removeOnFail: policy === "none" };
    const flow = await holdChild({ redisUrl, prefix, policy, childOptions, parentOptions });

    const announced = await operator.preview("fail", flow.child);
    await operator.perform("fail", announced);

    expect(announced.effects[1]?.to).toBe(to);
    await operator.expectFates(announced.effects);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(generations.map((generation) => ({ generation, on: generation.name })))(
  "a parent on $on that runs while its fail-parent child is failed fails when it returns, as announced",
  async ({ generation }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const { hostname, port } = new URL(redisUrl);
    const connection = { host: hostname, port: Number(port) };
    const children = new generation.Queue("cards", { connection, prefix });
    const parents = new generation.Queue("payments", { connection, prefix });
    const gate = openGate();
    const parentWorker = new generation.Worker(
      "payments",
      async (parent) => {
        const options = { jobId: "card-1", failParentOnFailure: true };
        const link = { id: parent.id ?? "", queue: parent.queueQualifiedName };
        await children.add("charge-card", {}, { ...options, parent: link });
        await gate.passed;
      },
      { connection, prefix },
    );
    const childWorker = new generation.Worker("cards", () => gate.passed, { connection, prefix });
    for (const worker of [parentWorker, childWorker]) worker.on("error", () => undefined);
    onTestFinished(async () => {
      gate.open();
      await Promise.all([parentWorker, childWorker, children, parents].map((one) => one.close()));
    });
    const active = new Promise<void>((resolve) => childWorker.once("active", () => resolve()));
    await parents.add("settle", {}, { jobId: "settle-1", attempts: 3 });
    await active;

    const announced = await operator.preview("fail", { queue: `${prefix}:cards`, id: "card-1" });
    await operator.perform("fail", announced);
    gate.open();

    expect(announced.effects[1]).toMatchObject({ from: "active", to: "failed" });
    await vi.waitFor(() => operator.expectFates(announced.effects), 5_000);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

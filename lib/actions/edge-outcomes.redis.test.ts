import { expect } from "vitest";

import { failurePolicies } from "@/lib/core/failure-policy";
import { generations } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { dumpKeys } from "@/lib/testing/dump-keys";
import { addChild, holdChild } from "@/lib/testing/hold-child";
import { openOperator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

const onEach = generations.map((generation) => ({ generation, on: generation.name }));
const bySibling = onEach.flatMap((one) => [false, true].map((sibling) => ({ ...one, sibling })));

redisTest.for(bySibling)(
  "a running child of $on is detached as announced and keeps its lock, sibling $sibling",
  async ({ generation, sibling }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, generation, sibling });

    const announced = await operator.preview("detach", flow.child);
    const result = await operator.perform("detach", announced);

    expect(announced).toMatchObject({
      allowed: true,
      effects: [{ to: "active" }, { to: sibling ? "waiting-children" : "waiting" }],
    });
    expect(result).toMatchObject({ result: "done", code: null, after: { state: "active" } });
    await operator.expectFates(announced.effects);
    expect((await operator.look(flow.child)).lock).not.toBeNull();
    expect(await operator.preview("detach", flow.child)).toMatchObject({ allowed: false, refusal: "parent-required" });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for([false, true])(
  "an orphan is detached from the parent that still lists it and leaves no key, sibling %s",
  async (sibling, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await addChild({ redisUrl, prefix, sibling });
    await redis.del(`${prefix}:cards:card-1`);
    await redis.lrem(`${prefix}:cards:wait`, 0, "card-1");
    const options = { parent: flow.parent };

    const bare = await operator.preview("detach", flow.child);
    const announced = await operator.preview("detach", flow.child, options);
    const result = await operator.perform("detach", announced, options);

    expect(bare).toMatchObject({ allowed: false, refusal: "parent-required" });
    expect(announced).toMatchObject({
      allowed: true,
      effects: [{ from: "missing", to: "missing" }, { to: sibling ? "waiting-children" : "waiting" }],
    });
    expect(result).toMatchObject({ result: "done", after: { state: "missing" } });
    await operator.expectFates(announced.effects);
    expect(await redis.exists(`${prefix}:cards:card-1`)).toBe(0);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest(
  "a child that another parent listed too is detached from that one and stays its own parent's child",
  async ({ redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await addChild({ redisUrl, prefix, policy: "ignore" });
    const link = await redis.hmget(`${prefix}:cards:card-1`, "parentKey", "parent");
    await redis.sadd(`${prefix}:orders:order-1:dependencies`, `${prefix}:cards:card-1`);
    const options = { parent: flow.root };

    const announced = await operator.preview("detach", flow.child, options);
    const result = await operator.perform("detach", announced, options);

    expect(announced).toMatchObject({ allowed: true, effects: [{ to: "waiting" }, { to: "waiting-children" }] });
    expect(result).toMatchObject({ result: "done" });
    expect(await redis.hmget(`${prefix}:cards:card-1`, "parentKey", "parent")).toEqual(link);
    expect(await redis.hexists(`${prefix}:cards:card-1`, "flowlock:parent")).toBe(0);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(bySibling)(
  "a waiting child of $on is removed, and its parent goes on as announced, sibling $sibling",
  async ({ generation, sibling }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await addChild({ redisUrl, prefix, generation, sibling });

    const announced = await operator.preview("remove", flow.child);
    const result = await operator.perform("remove", announced);

    expect(announced).toMatchObject({
      allowed: true,
      effects: [{ to: null }, { to: sibling ? "waiting-children" : "waiting" }],
    });
    expect(result).toMatchObject({ result: "done", after: { state: "missing" } });
    await operator.expectFates(announced.effects);
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest.for(failurePolicies)(
  "a failed child with policy %s is removed, and its parents become what was announced",
  async (policy, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix, policy, sibling: true });
    await operator.perform("fail", await operator.preview("fail", flow.child));
    const parentBefore = (await operator.look(flow.parent)).state;

    const announced = await operator.preview("remove", flow.child);
    const result = await operator.perform("remove", announced);

    expect(announced.warnings.includes("parent-never-completes")).toBe(policy === "fail-parent");
    expect(result).toMatchObject({ result: "done", after: { state: "missing" } });
    await operator.expectFates(announced.effects);
    expect((await operator.look(flow.parent)).state).toBe(parentBefore);
  },
);

redisTest(
  "a job is removed with what is below it, unless a child holds a lock",
  async ({ redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await holdChild({ redisUrl, prefix });
    const options = { children: true };

    const early = await operator.preview("remove", flow.parent, options);
    const refused = await operator.perform("remove", early, options);
    flow.release();
    await flow.stop();
    await redis.del(`${prefix}:cards:card-1:lock`);
    const announced = await operator.preview("remove", flow.root, options);
    const result = await operator.perform("remove", announced, options);

    expect(early).toMatchObject({ allowed: false, refusal: "child-locked" });
    expect(refused).toMatchObject({ result: "refused", code: "child-locked", after: { state: "waiting-children" } });
    expect(announced.text[0]).toBe("Deletes the job, its logs and 2 jobs below it, 1 of them unfinished.");
    expect(result).toMatchObject({ result: "done", after: { state: "missing" } });
    for (const job of [flow.parent, flow.child]) expect((await operator.look(job)).state).toBe("missing");
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

redisTest(
  "children in a circle and children that BullMQ would cut wrong are never removed with their parent",
  async ({ redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    const flow = await addChild({ redisUrl, prefix, ids: { child: "a:b:c" } });
    const options = { children: true };
    const odd = await operator.preview("remove", flow.parent, options);
    await redis.sadd(`${prefix}:payments:settle-1:dependencies`, `${prefix}:orders:order-1`);
    const circle = await operator.preview("remove", flow.root, options);
    const before = await dumpKeys(redis, prefix);

    const results = [await operator.perform("remove", odd, options), await operator.perform("remove", circle, options)];

    expect([odd, circle].map(({ refusal }) => refusal)).toEqual(["odd-child-id", "cyclic-flow"]);
    expect(results.map(({ result }) => result)).toEqual(["refused", "refused"]);
    expect(await dumpKeys(redis, prefix)).toEqual(before);
  },
);

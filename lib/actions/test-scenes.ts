import type { Job, JobsOptions } from "bullmq";
import type { Redis } from "ioredis";

import type { ActionId, ActionOptions } from "@/lib/core/action";
import type { FailurePolicy } from "@/lib/core/failure-policy";
import type { JobRef } from "@/lib/core/job-ref";
import type { Generation } from "@/lib/testing/bullmq-generations";
import { addChild } from "@/lib/testing/hold-child";

export type Place = {
  readonly redis: Redis;
  readonly redisUrl: string;
  readonly prefix: string;
  readonly generation: Generation;
};

export type Staged = { readonly job: JobRef; readonly options: ActionOptions };

/** A flow in which an action is offered, made with BullMQ and without any worker that goes on by itself. */
export type Scene = {
  readonly name: string;
  readonly action: ActionId;
  stage(place: Place): Promise<Staged>;
};

type Flow = { readonly policy?: FailurePolicy; readonly childOptions?: JobsOptions; readonly sibling?: boolean };

export const scenes: readonly Scene[] = [
  ...(["none", "ignore", "continue", "remove", "fail-parent"] as const).map((policy) => failed("held", { policy })),
  failed("removed when it fails", { childOptions: { removeOnFail: true } }),
  scene("fail", "of many options", async (place) => {
    const staged = await held(place, {
      policy: "ignore",
      childOptions: { removeOnFail: { age: 60, count: 1 }, attempts: 3, priority: 5 },
    });
    // BullMQ gives no child a deduplication id, but follows one that is there.
    await place.redis.hset(`${place.prefix}:cards:card-1`, "deid", "once");
    await place.redis.set(`${place.prefix}:cards:de:once`, "card-1");
    return staged;
  }),
  scene("fail", "without a lock", async (place) => withoutLock(place, { policy: "ignore" })),
  scene("retry", "held", async (place) => held(place, {})),
  scene("retry", "held, with a priority", async (place) => held(place, { childOptions: { priority: 5 } })),
  ...(["none", "ignore", "fail-parent"] as const).map((policy) =>
    scene("retry", `failed with policy ${policy}`, async (place) => {
      await run(place, (job, token) => job.moveToFailed(new Error("boom"), token, false), { policy, sibling: true });
      return childOf(place, { resetAttempts: true });
    }),
  ),
  scene("put-back", "active without a lock", async (place) => withoutLock(place, {})),
  scene("put-back", "in no list", async (place) => {
    await add(place, {});
    await place.redis.lrem(`${place.prefix}:cards:wait`, 0, "card-1");
    return childOf(place);
  }),
  scene("release-lock", "held", async (place) => held(place, {})),
  scene("detach", "waiting", async (place) => {
    await add(place, {});
    return childOf(place);
  }),
  scene("detach", "running, with a sibling", async (place) => held(place, { sibling: true })),
  scene("detach", "gone", async (place) => {
    const { parent } = await add(place, {});
    await place.redis.del(`${place.prefix}:cards:card-1`);
    await place.redis.lrem(`${place.prefix}:cards:wait`, 0, "card-1");
    return childOf(place, { parent });
  }),
  scene("detach", "of another parent", async (place) => {
    const { root } = await add(place, {});
    await place.redis.sadd(`${place.prefix}:orders:order-1:dependencies`, `${place.prefix}:cards:card-1`);
    return childOf(place, { parent: root });
  }),
  scene("release-parent", "of nothing", async (place) => {
    const { parent } = await add(place, {});
    await place.redis.srem(`${place.prefix}:payments:settle-1:dependencies`, `${place.prefix}:cards:card-1`);
    await place.redis.hdel(`${place.prefix}:cards:card-1`, "parent", "parentKey");
    return { job: parent, options: {} };
  }),
  scene("clear-ghost-lock", "waiting", async (place) => {
    await add(place, {});
    await place.redis.set(`${place.prefix}:cards:card-1:lock`, "old-run:1", "PX", 600_000);
    return childOf(place);
  }),
  ...[0, 5].map((priority) =>
    scene("promote", `with priority ${priority}`, async (place) => {
      await add(place, { childOptions: { delay: 600_000, priority } });
      return childOf(place);
    }),
  ),
  scene("promote", "past BullMQ 4's marker", async (place) => {
    await add(place, { childOptions: { delay: 600_000 } });
    await place.redis.lpush(`${place.prefix}:cards:wait`, "0:1");
    return childOf(place);
  }),
  scene("remove", "waiting", async (place) => {
    await add(place, {});
    return childOf(place);
  }),
  scene("remove", "with its children", async (place) => {
    const { root } = await add(place, { sibling: true });
    return { job: root, options: { children: true } };
  }),
  scene("run-again", "completed", async (place) => {
    await run(place, (job, token) => job.moveToCompleted("done", token, false), { sibling: true });
    return childOf(place);
  }),
  scene("resume-queue", "paused", async (place) => {
    await add(place, {});
    await pause(place);
    return childOf(place);
  }),
  scene("resume-queue", "paused with nothing but a delayed job", async (place) => {
    await add(place, { childOptions: { delay: 600_000 } });
    await pause(place);
    return childOf(place);
  }),
];

function scene(action: ActionId, what: string, stage: Scene["stage"]): Scene {
  return { name: `${action} (${what})`, action, stage };
}

function failed(what: string, flow: Flow): Scene {
  const { policy = "none" } = flow;
  return scene("fail", `${what}, policy ${policy}`, async (place) => held(place, flow));
}

function childOf({ prefix }: Place, options: ActionOptions = {}): Staged {
  return { job: { queue: `${prefix}:cards`, id: "card-1" }, options };
}

function add({ redisUrl, prefix, generation }: Place, flow: Flow) {
  return addChild({ redisUrl, prefix, generation, ...flow });
}

async function held(place: Place, flow: Flow): Promise<Staged> {
  await run(place, () => undefined, flow);
  return childOf(place);
}

async function withoutLock(place: Place, flow: Flow): Promise<Staged> {
  await run(place, () => undefined, flow);
  await place.redis.del(`${place.prefix}:cards:card-1:lock`);
  return childOf(place);
}

const token = "worker-1:0";

/** Takes the child as a worker does, with a lock that nobody renews and that outlives the test. */
async function run(place: Place, end: (job: Job, token: string) => unknown, flow: Flow): Promise<void> {
  await add(place, flow);
  const { redisUrl, prefix, generation } = place;
  const { hostname, port } = new URL(redisUrl);
  const worker = new generation.Worker("cards", null, {
    connection: { host: hostname, port: Number(port) },
    prefix,
    autorun: false,
    lockDuration: 600_000,
    name: "cards-1",
  });
  try {
    const job = await worker.getNextJob(token);
    if (job === undefined) throw new Error("The child was not there to be taken.");
    await end(job, token);
  } finally {
    await worker.close();
  }
}

async function pause({ redisUrl, prefix, generation }: Place): Promise<void> {
  const { hostname, port } = new URL(redisUrl);
  const queue = new generation.Queue("cards", { connection: { host: hostname, port: Number(port) }, prefix });
  await queue.pause();
  await queue.close();
}

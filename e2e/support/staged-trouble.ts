import { Queue, UnrecoverableError, Worker } from "bullmq";
import type { Job } from "bullmq";
import { Redis } from "ioredis";

import { splitQueue } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { addChild } from "@/lib/testing/add-child";
import { checkInvariants } from "@/lib/testing/check-invariants";

export type Trouble = "lost lock" | "in no list" | "ghost lock" | "waits for nothing" | "delayed";

export type StagedTrouble = {
  readonly job: JobRef;
  /** What BullMQ says of the job, and whether anything is at its lock's key. */
  now(): Promise<{ readonly state: string; readonly locked: boolean }>;
  /** Fails where BullMQ's data is not consistent. */
  close(): Promise<void>;
};

type Place = { readonly redis: Redis; readonly redisUrl: string; readonly prefix: string };

const token = "worker-1:0";

/** Makes a flow of three in which this is wrong, without a worker that goes on by itself. */
export async function stageTrouble(redisUrl: string, prefix: string, trouble: Trouble): Promise<StagedTrouble> {
  const redis = new Redis(redisUrl);
  const job = await stages[trouble]({ redis, redisUrl, prefix });
  const queue = new Queue(splitQueue(job.queue).name, { connection: addressOf(redisUrl), prefix });
  return {
    job,
    now: async () => ({
      state: await queue.getJobState(job.id),
      locked: (await redis.exists(`${job.queue}:${job.id}:lock`)) === 1,
    }),
    close: async () => {
      await queue.close();
      redis.disconnect();
      const violations = await checkInvariants({ redisUrl, prefix });
      if (violations.length > 0) throw new Error(`BullMQ's data is not consistent: ${JSON.stringify(violations)}`);
    },
  };
}

const stages: Readonly<Record<Trouble, (place: Place) => Promise<JobRef>>> = {
  "lost lock": async (place) => {
    const child = await take(place);
    await place.redis.del(`${child.queue}:${child.id}:lock`);
    return child;
  },
  "in no list": async (place) => {
    const { child } = await addChild(place);
    await place.redis.lrem(`${child.queue}:wait`, 0, child.id);
    return child;
  },
  // It failed and nothing tells its parent; the run that lost it holds a lock again.
  "ghost lock": async (place) => {
    const child = await take(place, (job) => job.moveToFailed(new UnrecoverableError("declined"), token, false));
    await place.redis.set(`${child.queue}:${child.id}:lock`, "old-run:1", "PX", 600_000);
    return child;
  },
  "waits for nothing": async (place) => {
    const { parent, child } = await addChild(place);
    await place.redis.srem(`${parent.queue}:${parent.id}:dependencies`, `${child.queue}:${child.id}`);
    await place.redis.hdel(`${child.queue}:${child.id}`, "parent", "parentKey");
    return parent;
  },
  delayed: async (place) => (await addChild({ ...place, childOptions: { delay: 600_000 } })).child,
};

/** Takes the child as a worker does, with a lock that nobody renews and that outlives the test. */
async function take({ redisUrl, prefix }: Place, end?: (job: Job) => Promise<unknown>): Promise<JobRef> {
  const { child } = await addChild({ redisUrl, prefix });
  const options = { connection: addressOf(redisUrl), prefix, autorun: false, lockDuration: 600_000 };
  const worker = new Worker(splitQueue(child.queue).name, null, options);
  const job = await worker.getNextJob(token);
  if (job === undefined) throw new Error("The child was not there to be taken.");
  await end?.(job);
  await worker.close();
  return child;
}

function addressOf(redisUrl: string) {
  const { hostname: host, port } = new URL(redisUrl);
  return { host, port: Number(port) };
}

import type { Redis } from "ioredis";

import type { JobRef } from "@/lib/core/job-ref";
import { decodeJobHash, jobHashFields } from "@/lib/redis/job-hash";

const lists = ["wait", "paused", "active"] as const;
const sortedSets = ["completed", "failed", "delayed", "prioritized", "waiting-children"] as const;

export type StoredJob = {
  readonly key: string;
  readonly ref: JobRef;
  /** Every collection that lists the job, once per occurrence. */
  readonly states: readonly string[];
  /** PTTL of the lock: -2 without a lock, -1 without an end. */
  readonly lockTtlMs: number;
  readonly parentKey: string | null;
  readonly policy: string;
  readonly collections: {
    readonly dependencies: ReadonlySet<string>;
    readonly processed: ReadonlySet<string>;
    readonly failed: ReadonlySet<string>;
    readonly unsuccessful: ReadonlySet<string>;
  };
};

/** Everything that BullMQ keeps of the jobs under a prefix. For tests only: unbounded, and not of one instant. */
export async function readBullmqKeys(redis: Redis, prefix: string) {
  const keys = await scanKeys(redis, `${prefix}:*`);
  const queues = [...new Set(keys.flatMap((key) => queueIn(key) ?? []))];
  const jobs: StoredJob[] = [];
  const listedWithoutHash: JobRef[] = [];
  for (const queue of queues) {
    const listed = await readStates(redis, queue);
    const ids = new Set([...listed.keys(), ...(await jobIdsOf(redis, queue, keys))]);
    for (const id of ids) {
      const job = await readJob(redis, { queue, id }, listed.get(id) ?? []);
      if (job === null) listedWithoutHash.push({ queue, id });
      else jobs.push(job);
    }
  }
  return { jobs, listedWithoutHash };
}

/** BullMQ gives every queue that has seen a job an event stream. */
function queueIn(key: string): string | null {
  return key.endsWith(":events") ? key.slice(0, -":events".length) : null;
}

async function jobIdsOf(redis: Redis, queue: string, keys: readonly string[]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const key of keys) {
    if (!key.startsWith(`${queue}:`) || (await redis.type(key)) !== "hash") continue;
    if ((await redis.hexists(key, "timestamp")) === 1) ids.push(key.slice(queue.length + 1));
  }
  return ids;
}

async function readStates(redis: Redis, queue: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const states = new Map<string, string[]>();
  const note = (id: string, state: string) => states.set(id, [...(states.get(id) ?? []), state]);
  for (const list of lists) {
    if ((await redis.type(`${queue}:${list}`)) !== "list") continue;
    for (const id of await redis.lrange(`${queue}:${list}`, "0", "-1")) note(id, list);
  }
  for (const set of sortedSets) {
    if ((await redis.type(`${queue}:${set}`)) !== "zset") continue;
    for (const id of await redis.zrange(`${queue}:${set}`, "0", "-1")) note(id, set);
  }
  return states;
}

async function readJob(redis: Redis, ref: JobRef, states: readonly string[]): Promise<StoredJob | null> {
  const key = `${ref.queue}:${ref.id}`;
  const fields = await redis.hmget(key, ...jobHashFields);
  if (fields.every((value) => value === null)) return null;
  const { parentKey, parent } = decodeJobHash({ ref, fields, readAtMs: Date.now(), state: "none", lock: null });
  return {
    key,
    ref,
    states,
    lockTtlMs: await redis.pttl(`${key}:lock`),
    parentKey,
    policy: parent?.policy ?? "none",
    collections: {
      dependencies: new Set(await redis.smembers(`${key}:dependencies`)),
      processed: new Set(await redis.hkeys(`${key}:processed`)),
      failed: new Set(await redis.hkeys(`${key}:failed`)),
      unsuccessful: new Set(await redis.zrange(`${key}:unsuccessful`, "0", "-1")),
    },
  };
}

async function scanKeys(redis: Redis, pattern: string): Promise<readonly string[]> {
  const keys = new Set<string>();
  let cursor = "0";
  do {
    const [next, page] = await redis.scan(cursor, "MATCH", pattern, "COUNT", 1_000);
    for (const key of page) keys.add(key);
    cursor = next;
  } while (cursor !== "0");
  return [...keys];
}

import { Queue } from "bullmq";
import type { Redis } from "ioredis";

import { createRedisLockSource } from "@/lib/redis/redis-lock-source";
import { rawJob } from "@/lib/testing/seed-raw-job";
import type { RawJob } from "@/lib/testing/seed-raw-job";

import { count } from "../bench-context";
import type { Work } from "../bench-context";
import { openPlace } from "../open-place";
import { listReaders } from "../readers";
import { runInterleaved } from "../run-interleaved";
import type { Contender } from "../run-interleaved";
import { wideFlow } from "../shapes";
import type { Target } from "../targets";

const pageSize = 50;

export const parentsPage: Work = {
  name: "a page of parents",
  run: async ({ rounds, say, size }) => {
    const parents = size(5_000, 500);
    const work = `page of ${pageSize} parents of ${count(parents)} waiting ones`;
    say(work);
    const flows = Array.from({ length: parents }, (_, index) =>
      wideFlow({ jobs: 6, queue: "bull:bench", id: `parent${index}` }),
    );
    const place = await openPlace(flows);
    const queue = new Queue("bench-0", { connection: place.redis, prefix: "bull", skipMetasUpdate: true });
    const known = new Set(Array.from({ length: 5 }, (_, index) => `bull:bench-${index}`));
    const ours = (await listReaders()).map(({ name, open }): Contender => ({
      name,
      isPeer: false,
      run: async () => {
        const reader = open({ redis: place.redis, knownQueues: () => known });
        const page = { state: "waiting-children", cursor: null, limit: pageSize } as const;
        const { items } = await reader.listJobs("bull:bench-0", page);
        return told((await reader.readJobs(items)).length, pageSize);
      },
    }));
    const peer: Contender = {
      name: "BullMQ getJobs",
      isPeer: true,
      run: async () => told((await queue.getJobs(["waiting-children"], 0, pageSize - 1)).length, pageSize),
    };
    const targets: readonly Target[] = [{ kind: "at-most", name: "wallMs", most: 2 }];
    const contenders = [...ours, peer];
    for (const contender of contenders) await contender.run();
    const rows = await runInterleaved({ work, contenders, rounds: rounds * 3, meter: place.meter, targets });
    await queue.close();
    await place.close();
    return rows;
  },
};

export const lockSweep: Work = {
  name: "a sweep of locks",
  run: async ({ rounds, say, size }) => {
    const [locks, queueCount] = [size(10_000, 500), size(50, 10)];
    const work = `sweep of ${count(locks)} held locks over ${queueCount} queues`;
    say(work);
    const queues = Array.from({ length: queueCount }, (_, index) => `bull:bench-${index}`);
    const place = await openPlace(heldJobs(locks, queues));
    const ours = (await listReaders()).map(({ name, open }): Contender => {
      const reader = open({ redis: place.redis, knownQueues: () => new Set(queues) });
      const source = createRedisLockSource({ redis: place.redis, reader });
      return { name, isPeer: false, run: async () => told((await source.readHeldLocks(queues)).jobs.length, locks) };
    });
    const peer: Contender = {
      name: "pipeline of GET and PTTL",
      isPeer: true,
      run: async () => told(await sweepNaively(place.redis, queues), locks),
    };
    // A sweep every 5 s may take 1 % of a core.
    const targets: readonly Target[] = [
      { kind: "at-most", name: "wallMs", most: 60 },
      { kind: "at-most", name: "redisCpuMs", most: 50 },
      { kind: "at-most", name: "slowestMs", most: 5 },
    ];
    const rows = await runInterleaved({ work, contenders: [...ours, peer], rounds, meter: place.meter, targets });
    await place.close();
    return rows;
  },
};

function heldJobs(locks: number, queues: readonly string[]): readonly RawJob[] {
  return Array.from({ length: locks }, (_, index) =>
    rawJob(
      { queue: queues[index % queues.length] ?? "bull:bench", id: `held-${index}` },
      { name: "charge-card", worker: "worker-1", state: { kind: "active", token: `w:${index}`, lockMs: 3_600_000 } },
    ),
  );
}

async function sweepNaively(redis: Redis, queues: readonly string[]): Promise<number> {
  const lists = redis.pipeline();
  for (const queue of queues) lists.lrange(`${queue}:active`, 0, -1);
  const locks = redis.pipeline();
  for (const [index, [, ids]] of ((await lists.exec()) ?? []).entries())
    for (const id of Array.isArray(ids) ? ids : []) {
      const key = `${queues[index] ?? ""}:${String(id)}:lock`;
      locks.get(key);
      locks.pttl(key);
    }
  return ((await locks.exec()) ?? []).length / 2;
}

function told(read: number, wanted: number): string | null {
  return read === wanted ? null : `read ${count(read)} of ${count(wanted)}`;
}

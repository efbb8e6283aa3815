import { Redis } from "ioredis";

import type { RawJob, RawState } from "@/lib/testing/seed-raw-job";

import { count } from "../bench-context";
import type { BenchContext, Work } from "../bench-context";
import { openDelayProxy } from "../delay-proxy";
import { openFlowContenders } from "../flow-contenders";
import { median } from "../median";
import { openPlace } from "../open-place";
import { runInterleaved } from "../run-interleaved";
import { bushyFlow, deepFlow, wideFlow } from "../shapes";
import type { Target } from "../targets";

const treeTargets: readonly Target[] = [
  { kind: "times-less", name: "wallMs", times: 8 },
  { kind: "times-less", name: "clientCpuMs", times: 20 },
  { kind: "times-less", name: "redisCpuMs", times: 2 },
  { kind: "at-most", name: "slowestMs", most: 5 },
];
const shapes = { bushy: bushyFlow, wide: wideFlow, deep: deepFlow } as const;

export const wholeTrees: Work = {
  name: "whole trees",
  run: async (context) => {
    const { size } = context;
    return [
      ...(await readTree(context, "bushy", size(1_000, 200))),
      ...(await readTree(context, "bushy", size(10_000, 1_000))),
      ...(await readTree(context, "wide", size(10_000, 1_000))),
      ...(await readTree(context, "deep", size(1_000, 200))),
    ];
  },
};

async function readTree({ rounds, say }: BenchContext, shape: keyof typeof shapes, jobs: number) {
  const work = `whole tree, ${count(jobs)} jobs, ${shape}`;
  say(work);
  const flow = shapes[shape]({ jobs, queue: "bull:bench", id: shape });
  return raceOver({ flow, jobs, work, rounds, targets: treeTargets });
}

/** Payloads as large as those that made dashboards of our neighbours stand still. */
export const largePayloads: Work = {
  name: "large payloads",
  run: async ({ rounds, say, size }) => {
    const [jobs, kilobytes] = [size(100, 20), 100];
    const work = `whole tree, ${count(jobs)} jobs with ${kilobytes} kB of data and return value each`;
    say(work);
    const payload = JSON.stringify("x".repeat(kilobytes * 1_000));
    const flow = withPayload(bushyFlow({ jobs, queue: "bull:bench", id: "large" }), payload);
    // 100 jobs without a byte of payload; the readers' own fields are some 500 bytes each.
    const targets: readonly Target[] = [{ kind: "at-most", name: "bytes", most: jobs * 3_000 }];
    return raceOver({ flow, jobs, work, rounds, targets });
  },
};

export const farAway: Work = {
  name: "a Redis far away",
  run: async ({ say, size }) => {
    const jobs = size(1_000, 50);
    const flow = deepFlow({ jobs, queue: "bull:bench", id: "deep" });
    const place = await openPlace([flow]);
    const proxy = await openDelayProxy({ port: place.port, roundTripMs: 2.6 });
    const far = new Redis(proxy.port, "127.0.0.1", { maxRetriesPerRequest: null, protocol: 2 });
    const roundTripMs = await readRoundTripMs(far);
    const work = `whole tree, ${count(jobs)} jobs, deep, at a round trip of ${roundTripMs.toFixed(1)} ms`;
    say(work);
    const { contenders, close } = await openFlowContenders({ redis: far, root: flow, jobs, queues: queuesOf(flow) });
    const targets: readonly Target[] = [{ kind: "times-less", name: "wallMs", times: 50 }];
    const rows = await runInterleaved({
      ...{ work, contenders, meter: place.meter, targets },
      rounds: 1,
      wallOnly: true,
    });
    await close();
    far.disconnect();
    await proxy.close();
    await place.close();
    return rows;
  },
};

type TreeRace = {
  readonly flow: RawJob;
  readonly jobs: number;
  readonly work: string;
  readonly rounds: number;
  readonly targets: readonly Target[];
};

async function raceOver({ flow, jobs, work, rounds, targets }: TreeRace) {
  const place = await openPlace([flow]);
  const { contenders, close } = await openFlowContenders({
    ...{ redis: place.redis, root: flow, jobs },
    queues: queuesOf(flow),
  });
  // The first run compiles everybody's code.
  if (jobs <= 1_000) for (const contender of contenders) await contender.run();
  const rows = await runInterleaved({ work, contenders, rounds, meter: place.meter, targets });
  await close();
  await place.close();
  return rows;
}

function queuesOf(flow: RawJob): readonly string[] {
  const queues = new Set<string>();
  const jobs = [flow];
  for (const { queue, children } of jobs) {
    queues.add(queue);
    for (const child of children) jobs.push(child);
  }
  return [...queues];
}

function withPayload(job: RawJob, payload: string): RawJob {
  const state: RawState = job.state.kind === "completed" ? { kind: "completed", returnValue: payload } : job.state;
  return { ...job, data: payload, state, children: job.children.map((child) => withPayload(child, payload)) };
}

async function readRoundTripMs(redis: Redis): Promise<number> {
  const times: number[] = [];
  for (let index = 0; index < 20; index += 1) {
    const startedAtMs = performance.now();
    await redis.ping();
    times.push(performance.now() - startedAtMs);
  }
  return median(times);
}

import type { Redis } from "ioredis";
import { expect } from "vitest";

import { buildTriage } from "@/lib/core/build-triage";
import type { FlowReader } from "@/lib/core/flow-reader";
import { createFlowReader } from "@/lib/redis/flow-reader";
import { createPipelineFlowReader } from "@/lib/redis/pipeline-flow-reader";
import { redisTest } from "@/lib/testing/redis-test";
import { seedRawFlows } from "@/lib/testing/seed-raw-flow";
import { rawJob } from "@/lib/testing/seed-raw-job";
import type { RawJob, RawState } from "@/lib/testing/seed-raw-job";

import { listFlows } from "../list-flows";
import { openTestConnection } from "../test-connection";
import { gatherTriage } from "./gather-triage";
import { ParentMemory } from "./parent-memory";

type Place = { readonly redis: Redis; readonly prefix: string };

const troubleEvery = 100;

/** Each waits for one last child: most for one that nobody takes, one in fifty for a failed one or a lost lock. */
function* waitingFlows(prefix: string, count: number): Generator<RawJob> {
  for (let index = 0; index < count; index += 1) {
    const child = rawJob(
      { queue: `${prefix}:payments`, id: `c${index}` },
      { name: "charge-card", state: lastState(index) },
    );
    const parent = { name: "fulfil-order", state: { kind: "waiting-children" }, children: [child] } as const;
    yield rawJob({ queue: `${prefix}:orders`, id: `f${index}` }, parent);
  }
}

function lastState(index: number): RawState {
  if (index % troubleEvery === 0) return { kind: "failed", reason: "declined", stack: "Error: declined" };
  if (index % troubleEvery === 1) return { kind: "active", token: "lost", lockMs: null };
  return { kind: "waiting" };
}

async function look({ redis, prefix }: Place, make: (options: Parameters<typeof createFlowReader>[0]) => FlowReader) {
  const queues = [`${prefix}:orders`, `${prefix}:payments`];
  const reader = make({ redis, knownQueues: () => new Set(queues) });
  const gathering = await gatherTriage({ reader, memory: new ParentMemory(), queues });
  const result = buildTriage({
    flow: gathering.forest,
    queues: new Map(gathering.queues.map((queue) => [queue.queue, queue])),
    locks: { stateOf: () => null },
    withoutStalledCheckMs: () => 0,
  });
  return { gathering, result };
}

redisTest.for([
  ["script", 6_000, createFlowReader],
  ["pipeline", 1_000, createPipelineFlowReader],
] as const)(
  "the %s reader judges every one of %i waiting parents of one queue",
  async ([, parents, make], { redis, prefix }) => {
    await seedRawFlows(redis, waitingFlows(prefix, parents), { atMs: Date.now() - 3_600_000 });

    const { gathering, result } = await look({ redis, prefix }, make);

    const trouble = parents / troubleEvery;
    expect(gathering).toMatchObject({ truncated: false, parents });
    expect(gathering.forest.cut.size).toBe(0);
    expect(result).toMatchObject({ blockedFlows: parents, total: 2 * trouble + 1, truncated: false });
    const flowsOf = (cause: string) =>
      result.culprits.filter((one) => one.cause === cause).reduce((sum, one) => sum + one.flows, 0);
    expect(flowsOf("no-workers")).toBe(parents - 2 * trouble);
    expect(flowsOf("child-failed-no-policy")).toBe(trouble);
    expect(result.causes.size).toBe(parents);
  },
);

redisTest("a waiting child is told from one that only seems to wait", async ({ redis, prefix }) => {
  await seedRawFlows(redis, waitingFlows(prefix, 10), { atMs: Date.now() - 3_600_000 });
  const key = (id: string) => `${prefix}:payments:${id}`;
  await redis.hset(key("c2"), "defa", "child failed");
  await redis.lrem(`${prefix}:payments:wait`, 0, "c3");
  await redis.del(key("c4"));

  for (const make of [createFlowReader, createPipelineFlowReader]) {
    const { result } = await look({ redis, prefix }, make);

    const causes = new Map(result.culprits.map(({ job, cause }) => [job.id, cause]));
    expect(causes.get("c2")).toBe("child-deferred-failure");
    expect(causes.get("c3")).toBe("child-in-no-list");
    expect(causes.get("c4")).toBe("child-key-missing");
    expect(result.blockedFlows).toBe(10);
  }
});

redisTest("lists every blocked root once by pages, newest first, with filters", async ({ redis, redisUrl, prefix }) => {
  await seedRawFlows(redis, waitingFlows(prefix, 1_500), { atMs: Date.now() - 3_600_000 });
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });
  const readAll = async (query: { readonly q?: string; readonly queue?: string }) => {
    const ids: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await listFlows(connection, {
        state: "blocked",
        limit: 200,
        ...query,
        ...(cursor === undefined ? {} : { cursor }),
      });
      expect(page.truncated).toBe(false);
      ids.push(...page.flows.map(({ root }) => root.id));
      cursor = page.cursor ?? undefined;
    } while (cursor !== undefined);
    return ids;
  };

  const ids = await readAll({ queue: `${prefix}:orders` });

  expect(ids).toHaveLength(1_500);
  expect(new Set(ids).size).toBe(1_500);
  expect(await readAll({ q: "fulfil f1499" })).toEqual(["f1499"]);
  expect(await readAll({ queue: `${prefix}:payments` })).toEqual([]);
});

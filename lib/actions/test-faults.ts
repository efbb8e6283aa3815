import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Redis } from "ioredis";
import { onTestFinished } from "vitest";

import type { ActionResult, Outcome } from "@/lib/core/action";
import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import type { EmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { openRedisConnection } from "@/lib/redis/redis-connection";
import { six } from "@/lib/testing/bullmq-generations";
import { openOperator } from "@/lib/testing/operator";
import type { Operator } from "@/lib/testing/operator";
import { readKeys } from "@/lib/testing/read-keys";

import { createJobActor } from "./job-actor";
import { scenes } from "./test-scenes";
import type { Scene, Staged } from "./test-scenes";

export type Server = {
  readonly server: EmbeddedRedis;
  readonly redis: Redis;
  readonly redisUrl: string;
};

/** A Redis of the test's own, that may be broken. */
export async function openServer(args: readonly string[] = []): Promise<Server> {
  // What a reload writes lies in the server's folder.
  const cwd = await mkdtemp(join(tmpdir(), "flowlock-redis-"));
  const server = await startEmbeddedRedis({ args, cwd });
  const redis = new Redis(server.url, { maxRetriesPerRequest: 1 });
  onTestFinished(async () => {
    redis.disconnect();
    await server.stop();
    await rm(cwd, { recursive: true, force: true });
  });
  return { server, redis, redisUrl: server.url };
}

export type Ready = Staged & {
  readonly scene: Scene;
  readonly prefix: string;
  readonly announced: Outcome;
  readonly before: unknown;
};

/** Every scene of `lib/actions/test-scenes.ts`, each under a prefix of its own, and what its action is announced to do. */
export async function stageAll({ redis, redisUrl }: Pick<Server, "redis" | "redisUrl">): Promise<readonly Ready[]> {
  const operator = openOperator(createJobActor, { redis });
  const ready: Ready[] = [];
  for (const [index, scene] of scenes.entries()) {
    const prefix = `scene-${index}`;
    const { job, options } = await scene.stage({ redis, redisUrl, prefix, generation: six });
    const announced = await operator.preview(scene.action, job, options);
    ready.push({ scene, prefix, job, options, announced, before: await readKeys(redis, prefix) });
  }
  return ready;
}

/** A connection as the product opens it: what it is told while Redis is away fails within 1.5 s. */
export async function openAsProduct(port: number, role: "actor" | "reader"): Promise<Redis> {
  const address = { host: "127.0.0.1", port, user: null, password: null, database: 0, tls: false };
  const redis = openRedisConnection(address, role);
  onTestFinished(() => redis.disconnect());
  await redis.ping();
  return redis;
}

export async function openProductOperator({ server }: Server): Promise<Operator> {
  const redis = await openAsProduct(server.port, "reader");
  return openOperator(createJobActor, { redis, actorRedis: await openAsProduct(server.port, "actor") });
}

export function act(operator: Operator, { scene, announced, options }: Ready): Promise<ActionResult> {
  return operator.perform(scene.action, announced, options);
}

/** What the actor itself does: a parent that fails does so in a worker's hands. */
export function ownEffects({ announced, job }: Pick<Ready, "announced" | "job">): Outcome["effects"] {
  return announced.effects.filter((effect) => effect.to !== "failed" || effect.job.id === job.id);
}

import type { TestProject } from "vitest/node";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";

declare module "vitest" {
  interface ProvidedContext {
    redisUrl: string;
  }
}

/** One real Redis for all test files, on a free port. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const redis = await startEmbeddedRedis();
  project.provide("redisUrl", redis.url);
  return () => redis.stop();
}

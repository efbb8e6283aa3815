import { Redis } from "ioredis";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { seedRawFlows } from "@/lib/testing/seed-raw-flow";
import type { RawJob } from "@/lib/testing/seed-raw-job";

import { Meter } from "./meter";
import { runUninterrupted } from "./run-uninterrupted";

export type Place = {
  readonly url: string;
  readonly port: number;
  /** The connection of every contender. */
  readonly redis: Redis;
  readonly meter: Meter;
  close(): Promise<void>;
};

/** Long enough ago that nothing counts as just finished, and locks as long held. */
const ageMs = 3_600_000;

/** A Redis of its own for one work, with these flows in it. */
export async function openPlace(flows: Iterable<RawJob>): Promise<Place> {
  const server = await startEmbeddedRedis();
  runUninterrupted(server.pid);
  const redis = new Redis(server.url, { maxRetriesPerRequest: null, protocol: 2 });
  await seedRawFlows(redis, flows, { atMs: Date.now() - ageMs });
  const meter = new Meter(server.url);
  return {
    url: server.url,
    port: server.port,
    redis,
    meter,
    close: async () => {
      redis.disconnect();
      meter.close();
      await server.stop();
    },
  };
}

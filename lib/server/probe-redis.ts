import "server-only";

import type { Redis } from "ioredis";

import type { FlowReader } from "@/lib/core/flow-reader";
import { readServerInfo } from "@/lib/redis/read-server-info";

type Warning = { readonly code: string; readonly text: string };

export type RedisProbe = {
  readonly redisVersion: string | null;
  readonly cluster: boolean;
  readonly warnings: readonly Warning[];
};

/** Asks Redis what it is, and what of it makes Flowlock's answers less sure. Throws as the reader does. */
export function createProbe(redis: Redis, reader: FlowReader): () => Promise<RedisProbe> {
  return async () => {
    const { redisVersion, cluster, maxmemoryPolicy } = await readServerInfo(redis);
    const workers = await reader.readWorkers();
    const warnings: Warning[] = [];
    if (maxmemoryPolicy !== null && maxmemoryPolicy !== "noeviction") warnings.push(evictionWarning(maxmemoryPolicy));
    if (workers === null) warnings.push(workersUnknown);
    return { redisVersion, cluster, warnings };
  };
}

function evictionWarning(policy: string): Warning {
  return {
    code: "maxmemory-policy",
    text: `Redis may evict keys (maxmemory-policy is ${policy}). BullMQ needs noeviction, or jobs get lost.`,
  };
}

const workersUnknown: Warning = {
  code: "client-list-denied",
  text: "Redis refuses CLIENT LIST to Flowlock's user, so workers are not known.",
};

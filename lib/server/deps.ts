import "server-only";

import { version } from "@/package.json";
import { parseRedisUrl } from "@/lib/redis/redis-address";
import { Metrics } from "@/lib/watch/metrics";

import { AppError } from "./app-error";
import { readProcessEnv } from "./env";
import type { Env } from "./env";
import { openConnection } from "./open-connection";
import type { OpenConnection } from "./open-connection";

/** What this process serves from: made once, shared by all routes and pages. */
export type Runtime = {
  readonly env: Env;
  readonly connections: ReadonlyMap<string, OpenConnection>;
  readonly metrics: Metrics;
};

/** Next loads routes, pages and instrumentation as bundles of their own; only `globalThis` is one for all. */
const shared = globalThis as { flowlockRuntime?: Runtime };

export function getRuntime(): Runtime {
  shared.flowlockRuntime ??= createRuntime(readUsableEnv());
  return shared.flowlockRuntime;
}

/** Throws `connection-not-found` for a name that is not configured. */
export function connectionOf(id: string): OpenConnection {
  const connection = getRuntime().connections.get(id);
  if (connection === undefined) throw new AppError("connection-not-found");
  return connection;
}

/** What health tells of this process. */
export function describeRuntime({ env, connections }: Runtime) {
  return { version, writable: env.writable, environment: env.environment, connections: [...connections.values()] };
}

function createRuntime(env: Env): Runtime {
  const parsed = parseRedisUrl(env.redisUrl);
  if (parsed.kind === "unusable") throw new Error("The environment was not checked before it was used.");
  const metrics = new Metrics({ version, environment: env.environment });
  const connection = openConnection({
    id: "default",
    address: parsed.address,
    env,
    writeAudit: (line) => process.stdout.write(`${line}\n`),
    counts: metrics.countsOf("default"),
  });
  return { env, connections: new Map([[connection.id, connection]]), metrics };
}

function readUsableEnv(): Env {
  const result = readProcessEnv();
  if (result.kind === "ready") return result.env;
  throw new Error(result.problems.join(" "));
}

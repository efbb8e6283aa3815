import "server-only";

import type { Health } from "@/lib/contract/health-schema";
import { isRedisDenied, isRedisUnavailable, RedisUnavailableError } from "@/lib/core/redis-failure";

import type { Connection } from "./connection";

type Options = {
  readonly connections: readonly Connection[];
  readonly version: string;
  readonly writable: boolean;
  readonly environment: Health["environment"];
  /** For who takes an answer of a moment ago, so that many pages cost Redis what one costs. */
  readonly isKept?: boolean;
};

type ConnectionHealth = Health["connections"][number];

/** Health is answered within a second, however long Redis takes. */
const patienceMs = 800;

/** How long an answer of Redis serves pages that are left open. */
const keptForMs = 2_000;

/** What Redis says of itself changes seldom, and INFO is not free. */
const probeEveryMs = 30_000;

/** How the process and each Redis are. Never throws because of Redis. */
export async function getHealth({ connections, isKept = false, ...about }: Options): Promise<Health> {
  const healths = await Promise.all(
    connections.map((connection) => withPatience(connection, probeConnection(connection, isKept))),
  );
  const isFine = healths.every(({ status }) => status === "up");
  return { status: isFine ? "ok" : "degraded", ...about, connections: healths };
}

/** Whether every Redis answers now. */
export async function isReady(connections: readonly Connection[]): Promise<boolean> {
  const { status } = await getHealth({
    connections,
    version: "",
    writable: false,
    environment: null,
  });
  return status === "ok";
}

async function probeConnection(connection: Connection, isKept: boolean): Promise<ConnectionHealth> {
  const { id, reader, probe, doctor, restarts, cache, records, alerts } = connection;
  try {
    const latencyMs = await (isKept
      ? cache.read("latency", keptForMs, () => measureLatency(connection))
      : measureLatency(connection));
    const about = await cache.read("probe", probeEveryMs, probe);
    return {
      id,
      status: "up",
      reader: reader.kind,
      latencyMs,
      ...about,
      records: records(),
      alerts: alerts.state(),
      warnings: [...restarts.warnings(), ...doctor.warnings()],
    };
  } catch (error) {
    return failed(connection, error);
  }
}

/** Throws as the reader does. A page asks as soon as Redis is back, which may be before the look-out has seen it. */
async function measureLatency({ ping, restarts, now }: Connection): Promise<number> {
  const startedAtMs = now();
  await ping();
  const latencyMs = now() - startedAtMs;
  await restarts.look();
  return latencyMs;
}

function failed({ id, records, alerts }: Connection, error: unknown): ConnectionHealth {
  const nothing = {
    id,
    reader: null,
    latencyMs: null,
    redisVersion: null,
    cluster: false,
    records: records(),
    alerts: alerts.state(),
  };
  if (isRedisDenied(error)) {
    const text =
      error.kind === "authentication"
        ? "Redis refuses the user name or password of REDIS_URL."
        : `Redis refuses ${error.command} to Flowlock's user.`;
    return { ...nothing, status: "denied", warnings: [{ code: error.kind, text }] };
  }
  if (isRedisUnavailable(error)) {
    const status = error.reason === "loading" ? "loading" : "down";
    return {
      ...nothing,
      status,
      warnings: [{ code: error.reason, text: reasonTexts[error.reason] }],
    };
  }
  throw error;
}

const reasonTexts = {
  connection: "Redis can't be reached.",
  timeout: "Redis does not answer in time.",
  loading: "Redis is loading its data.",
  busy: "Redis is busy with a script.",
} as const satisfies Record<RedisUnavailableError["reason"], string>;

/** Where Redis takes too long, what the look-out last found may say why. */
async function withPatience(connection: Connection, health: Promise<ConnectionHealth>): Promise<ConnectionHealth> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ConnectionHealth>((resolve) => {
    timer = setTimeout(() => {
      const last = connection.availability.lastFailure();
      resolve(
        failed(
          connection,
          isRedisDenied(last) || isRedisUnavailable(last) ? last : new RedisUnavailableError("timeout"),
        ),
      );
    }, patienceMs);
  });
  try {
    return await Promise.race([health, late]);
  } finally {
    clearTimeout(timer);
  }
}

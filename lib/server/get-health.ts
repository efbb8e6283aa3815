import "server-only";

import type { Health } from "@/lib/contract/health-schema";
import { isRedisDenied, isRedisUnavailable, RedisUnavailableError } from "@/lib/core/redis-failure";

import type { Connection } from "./connection";

type Options = {
  readonly connections: readonly Connection[];
  readonly version: string;
  readonly writable: boolean;
  readonly environment: Health["environment"];
};

type ConnectionHealth = Health["connections"][number];

/** Health is answered within a second, however long Redis takes. */
const patienceMs = 800;

/** What Redis says of itself changes seldom, and INFO is not free. */
const probeEveryMs = 30_000;

/** How the process and each Redis are. Never throws because of Redis. */
export async function getHealth({ connections, ...about }: Options): Promise<Health> {
  const healths = await Promise.all(
    connections.map((connection) => withPatience(connection, probeConnection(connection))),
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

async function probeConnection(connection: Connection): Promise<ConnectionHealth> {
  const { id, reader, ping, probe, doctor, restarts, now, cache, records, alerts } = connection;
  const startedAtMs = now();
  try {
    await ping();
    const latencyMs = now() - startedAtMs;
    // A page asks as soon as Redis is back, which may be before the look-out has seen it.
    const [about] = await Promise.all([cache.read("probe", probeEveryMs, probe), restarts.look()]);
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

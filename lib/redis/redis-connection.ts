import { isIP } from "node:net";

import { Redis } from "ioredis";

import type { RedisAddress } from "./redis-address";

export type ConnectionRole = "reader" | "sampler" | "discovery" | "actor" | "store";

const commandTimeoutMs = 1_500;
const samplerTimeoutMs = 5_000;
/** A connection on which this many reads in a row timed out is dropped and dialled anew (a middlebox may lose bytes for ever). */
const timeoutsInARowMax = 2;
/** Timeouts this close together are those of one pipeline and count as one. */
const oneReadMs = 250;

/** The client settings that every connection uses; a command fails within seconds instead of waiting for Redis to come back. */
function connectionOptions(address: RedisAddress, role: ConnectionRole) {
  return {
    host: address.host,
    port: address.port,
    db: address.database,
    ...(address.user === null ? {} : { username: address.user }),
    ...(address.password === null ? {} : { password: address.password }),
    // An IP address is no name that TLS could ask for; the certificate is checked against it all the same.
    ...(address.tls ? { tls: isIP(address.host) === 0 ? { servername: address.host } : {} } : {}),
    connectionName: `flowlock:${role}`,
    commandTimeout: role === "sampler" || role === "discovery" ? samplerTimeoutMs : commandTimeoutMs,
    connectTimeout: 2_000,
    maxRetriesPerRequest: 1,
    autoResendUnfulfilledCommands: false,
    // RESP3 needs HELLO, which a restricted user may not send; nothing here depends on its shapes.
    protocol: 2 as const,
    // The check keeps commands back while Redis loads its data; without it they are told so at once.
    enableReadyCheck: false,
    enableOfflineQueue: true,
    retryStrategy: (attempt: number) => Math.min(1_000, 100 * attempt),
    reconnectOnError: () => false,
  };
}

/** A client that knows how many commands it has sent. */
export type CountedRedis = Redis & { readonly commandsSent: number };

/**
 * Opens a connection that keeps dialling while Redis is away. `onError` is told of each failure; the error object
 * itself may hold the password, so only its code may be logged.
 */
export function openRedisConnection(
  address: RedisAddress,
  role: ConnectionRole,
  onError: (error: unknown) => void = () => undefined,
): CountedRedis {
  const redis = new WatchedRedis(connectionOptions(address, role));
  redis.on("error", onError);
  return redis;
}

/** Counts commands, and timeouts on the replies themselves, whoever waits for them. */
class WatchedRedis extends Redis {
  commandsSent = 0;
  #timeoutsInARow = 0;
  #lastTimeoutAtMs = -oneReadMs;

  override sendCommand(...args: Parameters<Redis["sendCommand"]>): unknown {
    const [command] = args;
    this.commandsSent += 1;
    command.promise.then(
      () => {
        this.#timeoutsInARow = 0;
      },
      (error: unknown) => this.#noteFailure(error),
    );
    return super.sendCommand(...args);
  }

  #noteFailure(error: unknown): void {
    if (!(error instanceof Error) || error.message !== "Command timed out") return;
    const nowMs = performance.now();
    const isSameRead = nowMs - this.#lastTimeoutAtMs < oneReadMs;
    this.#lastTimeoutAtMs = nowMs;
    if (isSameRead) return;
    this.#timeoutsInARow += 1;
    if (this.#timeoutsInARow < timeoutsInARowMax) return;
    this.#timeoutsInARow = 0;
    this.disconnect(true);
  }
}

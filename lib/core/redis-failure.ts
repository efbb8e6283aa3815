/** Redis did not answer: away, loading, busy, or too slow. Reads answer 503; a write's outcome is unknown. */
export class RedisUnavailableError extends Error {
  override readonly name = "RedisUnavailableError";
  constructor(
    readonly reason: "connection" | "timeout" | "loading" | "busy",
    options?: ErrorOptions,
  ) {
    super(`Redis is unavailable: ${reason}`, options);
  }
}

/** Redis refused a command (ACL, authentication). `command` is its name only, never its arguments. */
export class RedisDeniedError extends Error {
  override readonly name = "RedisDeniedError";
  constructor(
    readonly command: string,
    readonly kind: "no-permission" | "authentication",
    options?: ErrorOptions,
  ) {
    super(`Redis refused ${command}`, options);
  }
}

/**
 * `instanceof` is not enough: Next bundles routes and instrumentation apart, so the class that was thrown and the class
 * that is asked for may be two copies of this one.
 */
export function isRedisUnavailable(error: unknown): error is RedisUnavailableError {
  return error instanceof Error && error.name === "RedisUnavailableError";
}

/** See `isRedisUnavailable`. */
export function isRedisDenied(error: unknown): error is RedisDeniedError {
  return error instanceof Error && error.name === "RedisDeniedError";
}

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

import { RedisDeniedError, RedisUnavailableError } from "@/lib/core/redis-failure";

/** A reply error that concerns one key only, such as WRONGTYPE. */
export class WrongTypeReply {
  readonly kind = "wrong-type";
}

/** A key that the user may not see. */
export class DeniedReply {
  readonly kind = "denied";
}

type RedisLikeError = Error & {
  readonly command?: { readonly name?: string };
  readonly previousErrors?: readonly Error[];
};

/**
 * Turns a failure of the Redis client into one of ours. Decides by the reply's error code (its first word) and by
 * Node's error codes. The original is not kept as the cause: it holds the command's arguments, and for AUTH the password.
 */
export function toRedisFailure(error: unknown): Error {
  if (!(error instanceof Error)) return new Error("Redis' client failed in an unknown way.");
  if (error instanceof RedisUnavailableError || error instanceof RedisDeniedError) return error;
  const queued = refusalBefore(error);
  if (queued !== undefined) return toRedisFailure(queued);
  const message = withoutAbort(error.message);
  const command = (error as RedisLikeError).command?.name ?? commandInText(message) ?? "a command";
  switch (firstWord(message)) {
    case "NOPERM":
      return new RedisDeniedError(command, "no-permission");
    case "NOAUTH":
    case "WRONGPASS":
      return new RedisDeniedError("auth", "authentication");
    case "LOADING":
      return new RedisUnavailableError("loading");
    case "BUSY":
      return new RedisUnavailableError("busy");
    case "MASTERDOWN":
    case "CLUSTERDOWN":
    case "TRYAGAIN":
      return new RedisUnavailableError("connection");
    default:
      return isTimeout(error)
        ? new RedisUnavailableError("timeout")
        : isConnection(error)
          ? new RedisUnavailableError("connection")
          : new Error(`Redis answered ${command} with ${firstWord(message)}.`);
  }
}

/** The code of a reply that is an error, such as `OOM`: of a MULTI that was refused, the code of why. */
export function replyCode(error: Error): string {
  return firstWord(withoutAbort((refusalBefore(error) ?? error).message));
}

/**
 * A MULTI that was refused at queueing says only EXECABORT; the refusals themselves are beside it, but so is the error
 * itself where all its commands failed at once.
 */
function refusalBefore(error: RedisLikeError): Error | undefined {
  return error.previousErrors?.find((one) => one !== error && !("previousErrors" in one));
}

/** What refuses EXEC itself is told within the EXECABORT (Redis `src/multi.c`, `execCommandAbort`). */
function withoutAbort(message: string): string {
  return message.replace(/^EXECABORT Transaction discarded because of: -?/, "");
}

export function isWrongType(error: Error): boolean {
  return firstWord(error.message) === "WRONGTYPE";
}

function firstWord(message: string): string {
  return /^[A-Z]+/.exec(message)?.[0] ?? "an error";
}

/** `NOPERM User ro has no permissions to run the 'client|list' command`: Redis' own words, without arguments. */
function commandInText(message: string): string | null {
  return /^NOPERM .*'([\w|-]+)' command/.exec(message)?.[1] ?? null;
}

function isTimeout(error: Error): boolean {
  return error.message === "Command timed out" || codeOf(error) === "ETIMEDOUT";
}

const connectionCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "NR_CLOSED",
]);

/** ioredis' own errors carry a name or a fixed sentence instead of a code (`lib/Redis.js`, `lib/redis/event_handler.js`). */
function isConnection(error: Error): boolean {
  const code = codeOf(error);
  if (code !== null && (connectionCodes.has(code) || code.startsWith("ERR_TLS") || code.includes("CERT"))) return true;
  return (
    error.name === "MaxRetriesPerRequestError" ||
    error.name === "AbortError" ||
    error.message === "Connection is closed." ||
    error.message.startsWith("Stream isn't writeable")
  );
}

function codeOf(error: Error): string | null {
  return "code" in error && typeof error.code === "string" ? error.code : null;
}

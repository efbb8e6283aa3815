import { expect, test } from "vitest";

import { replyCode, toRedisFailure } from "./redis-failures";

function reply(message: string, command = "hmget"): Error {
  return Object.assign(new Error(message), { name: "ReplyError", command: { name: command, args: ["canary"] } });
}

function nodeError(code: string): Error {
  return Object.assign(new Error(`connect ${code} canary`), { code });
}

test.each([
  [reply("NOPERM User ro has no permissions to run the 'zscore' command", "zscore"), "no-permission", "zscore"],
  [reply("NOAUTH Authentication required."), "authentication", "auth"],
  [reply("WRONGPASS invalid username-password pair or user is disabled.", "auth"), "authentication", "auth"],
])("takes %s for a refusal", (error, kind, command) => {
  expect(toRedisFailure(error)).toMatchObject({ name: "RedisDeniedError", kind, command });
});

test.each([
  [reply("LOADING Redis is loading the dataset in memory"), "loading"],
  [reply("BUSY Redis is busy running a script."), "busy"],
  [reply("MASTERDOWN Link with MASTER is down"), "connection"],
  [reply("CLUSTERDOWN The cluster is down"), "connection"],
  [reply("TRYAGAIN Multiple keys request during rehashing of slot"), "connection"],
  [new Error("Command timed out"), "timeout"],
  [nodeError("ETIMEDOUT"), "timeout"],
  [nodeError("ECONNREFUSED"), "connection"],
  [nodeError("ENOTFOUND"), "connection"],
  [nodeError("DEPTH_ZERO_SELF_SIGNED_CERT"), "connection"],
  [nodeError("ERR_TLS_CERT_ALTNAME_INVALID"), "connection"],
  [new Error("Connection is closed."), "connection"],
  [
    Object.assign(new Error("Reached the max retries per request limit"), { name: "MaxRetriesPerRequestError" }),
    "connection",
  ],
])("takes %s for Redis being away", (error, reason) => {
  expect(toRedisFailure(error)).toMatchObject({ name: "RedisUnavailableError", reason });
});

test("finds why a MULTI was refused beside its EXECABORT", () => {
  const error = Object.assign(new Error("EXECABORT Transaction discarded because of previous errors."), {
    previousErrors: [reply("NOPERM User ro has no permissions to run the 'time' command", "time")],
  });
  expect(toRedisFailure(error)).toMatchObject({ name: "RedisDeniedError", command: "time" });
});

test("finds why an EXEC was refused within its EXECABORT", () => {
  const denied =
    "EXECABORT Transaction discarded because of: NOPERM this user has no permissions to run the 'exec' command";
  const busy = "EXECABORT Transaction discarded because of: BUSY Redis is busy running a script.";

  expect(toRedisFailure(reply(denied, "exec"))).toMatchObject({ name: "RedisDeniedError", command: "exec" });
  expect(toRedisFailure(reply(busy, "exec"))).toMatchObject({ name: "RedisUnavailableError", reason: "busy" });
  expect([denied, busy, "OOM command not allowed"].map((text) => replyCode(reply(text)))).toEqual([
    "NOPERM",
    "BUSY",
    "OOM",
  ]);
});

test("ends where an error names itself as the one before it, as when all commands of a MULTI fail at once", () => {
  const error: Error & { previousErrors?: Error[] } = new Error("Connection is closed.");
  error.previousErrors = [error];
  expect(toRedisFailure(error)).toMatchObject({ name: "RedisUnavailableError", reason: "connection" });
});

test("keeps neither arguments nor the client's error of what it does not know", () => {
  const failure = toRedisFailure(reply("ERR unknown command 'LPOS', with args: canary"));
  expect(failure.message).toBe("Redis answered hmget with ERR.");
  expect(failure.cause).toBeUndefined();
});

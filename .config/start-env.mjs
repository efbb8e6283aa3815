import { isIP } from "node:net";

/**
 * The checks of the environment that must stop the start, each with one line that names the variable and what it
 * accepts, in the words of lib/server/env.ts. Values are never repeated: they may hold a password.
 */
export function checkStartEnv(env) {
  const problems = checks.flatMap(([name, accepts, isValid]) => {
    const value = env[name]?.trim() ?? "";
    return value === "" || isValid(value, env) ? [] : [`${name} can't be used: it accepts ${accepts}.`];
  });
  return {
    problems,
    host: bareHost(env.HOST?.trim() || "127.0.0.1"),
    port: Number(env.PORT?.trim() || 3_000),
  };
}

const redisUrl = "a redis:// or rediss:// URL";

const checks = [
  [
    "HOST",
    "a host name or address to listen on, such as 127.0.0.1; others than loopback need sign-in or FLOWLOCK_ALLOW_UNAUTHENTICATED=1",
    (value, env) =>
      /^[\w.:%-]{1,255}$/.test(bareHost(value)) &&
      (isLoopback(bareHost(value)) || env.FLOWLOCK_ALLOW_UNAUTHENTICATED?.trim() === "1"),
  ],
  ["PORT", "a port from 1 to 65535", (value) => isWhole(value, 1, 65_535)],
  ["REDIS_URL", `${redisUrl}, such as redis://127.0.0.1:6379`, isRedisUrl],
  ["FLOWLOCK_STORE_URL", redisUrl, isRedisUrl],
  ["FLOWLOCK_STORE", "memory or redis", (value) => ["memory", "redis"].includes(value)],
  ["FLOWLOCK_WRITE", "1 (actions are allowed) or 0", isFlag],
  ["FLOWLOCK_ALLOW_UNAUTHENTICATED", "1 or 0", isFlag],
  [
    "FLOWLOCK_ENV",
    "production, staging or development",
    (value) => ["production", "staging", "development"].includes(value),
  ],
  ["FLOWLOCK_SAMPLE_MS", "whole milliseconds from 100 to 600000", (value) => isWhole(value, 100, 600_000)],
  ["FLOWLOCK_DISCOVERY_MS", "whole milliseconds from 100 to 3600000", (value) => isWhole(value, 100, 3_600_000)],
  ["FLOWLOCK_SLOW_MS", "whole milliseconds from 100 to 604800000", (value) => isWhole(value, 100, 604_800_000)],
  ["FLOWLOCK_STUCK_MS", "whole milliseconds from 100 to 604800000", (value) => isWhole(value, 100, 604_800_000)],
  ["FLOWLOCK_WEBHOOK_URL", "an http:// or https:// URL", (value) => hasScheme(value, ["http:", "https:"])],
  ["FLOWLOCK_WEBHOOK_SECRET", "a text of at least 16 characters", (value) => value.length >= 16],
];

function isWhole(value, min, max) {
  return /^\d{1,10}$/.test(value) && Number(value) >= min && Number(value) <= max;
}

function isFlag(value) {
  return value === "0" || value === "1";
}

function isRedisUrl(value) {
  return hasScheme(value, ["redis:", "rediss:"]);
}

function hasScheme(value, schemes) {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return schemes.includes(protocol) && hostname !== "";
}

/** Without the brackets of an IPv6 address, which a socket does not take. */
function bareHost(host) {
  return host.toLowerCase().replace(/^\[(.*)\]$/, "$1");
}

function isLoopback(host) {
  return host === "localhost" || host === "::1" || (isIP(host) === 4 && host.startsWith("127."));
}

import { expect, test } from "vitest";

import { parseEnv } from "./env";

test("an empty environment gives the documented defaults", () => {
  expect(parseEnv({})).toEqual({
    kind: "ready",
    env: {
      redisUrl: "redis://127.0.0.1:6379",
      prefixes: null,
      host: "127.0.0.1",
      port: 3000,
      allowedHosts: [],
      writable: false,
      environment: null,
      sampleMs: 5000,
      discoveryMs: 10_000,
      slowMs: 300_000,
      stuckMs: 600_000,
      store: "memory",
      storeUrl: null,
      webhookUrl: null,
      webhookSecret: null,
      allowUnauthenticated: false,
    },
  });
});

test("an empty value counts as unset, and lists are cut at commas", () => {
  const result = parseEnv({
    REDIS_URL: "",
    FLOWLOCK_WRITE: " 1 ",
    BULL_PREFIX: "bull, {shop},",
    FLOWLOCK_ALLOWED_HOSTS: "a.example,b.example:8443",
  });

  expect(result).toMatchObject({
    env: {
      writable: true,
      store: "redis",
      prefixes: ["bull", "{shop}"],
      allowedHosts: ["a.example", "b.example:8443"],
    },
  });
});

test.each([
  ["REDIS_URL", "http://canary-secret@127.0.0.1"],
  ["REDIS_URL", "redi://user:canary-secret@host"],
  ["REDIS_URL", "canary-secret"],
  ["PORT", "99999"],
  ["PORT", "3000a"],
  ["HOST", "a b"],
  ["HOST", "0.0.0.0"],
  ["FLOWLOCK_WRITE", "yes"],
  ["FLOWLOCK_ENV", "prod"],
  ["FLOWLOCK_SAMPLE_MS", "0"],
  ["FLOWLOCK_SAMPLE_MS", "1e9"],
  ["FLOWLOCK_STORE", "disk"],
  ["FLOWLOCK_STORE_URL", "canary-secret"],
  ["FLOWLOCK_WEBHOOK_URL", "ftp://canary-secret"],
  ["FLOWLOCK_WEBHOOK_SECRET", "canary-secret"],
  ["FLOWLOCK_ALLOWED_HOSTS", "https://flow.example.com/"],
])("%s=%s is refused in one line that names the variable and holds no value", (name, value) => {
  const result = parseEnv({ [name]: value });

  expect(result).toEqual({
    kind: "unusable",
    problems: [expect.stringMatching(new RegExp(`^${name} can't be used: it accepts .+\\.$`))],
  });
  expect(JSON.stringify(result)).not.toContain("canary-secret");
});

test("a public bind is refused unless it was asked for by name", () => {
  expect(parseEnv({ HOST: "0.0.0.0", FLOWLOCK_ALLOW_UNAUTHENTICATED: "1" }).kind).toBe("ready");
  expect(parseEnv({ HOST: "::1" }).kind).toBe("ready");
});

test("a URL with a password may come from a file", () => {
  const readFile = (path: string) => (path === "/run/secrets/redis" ? "redis://:s3cret@db:6379/2\n" : "");

  expect(parseEnv({ REDIS_URL_FILE: "/run/secrets/redis" }, readFile)).toMatchObject({
    env: { redisUrl: "redis://:s3cret@db:6379/2" },
  });
});

test("a file that can't be read is named by its variable only", () => {
  const readFile = (): string => {
    throw new Error("ENOENT canary-secret");
  };

  expect(parseEnv({ REDIS_URL_FILE: "/nowhere" }, readFile)).toEqual({
    kind: "unusable",
    problems: ["REDIS_URL_FILE can't be used: it accepts the path of a readable file."],
  });
});

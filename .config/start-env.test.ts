import { describe, expect, test } from "vitest";
import { checkStartEnv } from "./start-env.mjs";

describe("checkStartEnv", () => {
  test.each([
    { env: {}, host: "127.0.0.1", port: 3_000 },
    { env: { HOST: "", PORT: " 4100 " }, host: "127.0.0.1", port: 4_100 },
    { env: { HOST: "[::1]" }, host: "::1", port: 3_000 },
    { env: { HOST: "0.0.0.0", FLOWLOCK_ALLOW_UNAUTHENTICATED: "1" }, host: "0.0.0.0", port: 3_000 },
    {
      env: { REDIS_URL: "rediss://me:pw@db:6380/2", FLOWLOCK_SAMPLE_MS: "1000" },
      host: "127.0.0.1",
      port: 3_000,
    },
  ])("takes $env", ({ env, host, port }) => {
    expect(checkStartEnv(env)).toEqual({ problems: [], host, port });
  });

  test.each([
    ["PORT", "0"],
    ["PORT", "65536"],
    ["PORT", "3000a"],
    ["HOST", "0.0.0.0"],
    ["HOST", "example.com"],
    ["HOST", "127.evil.example"],
    ["HOST", "a b"],
    ["REDIS_URL", "http://me:canary@db"],
    ["REDIS_URL", "canary"],
    ["FLOWLOCK_STORE_URL", "canary"],
    ["FLOWLOCK_STORE", "disk"],
    ["FLOWLOCK_WRITE", "yes"],
    ["FLOWLOCK_ENV", "prod"],
    ["FLOWLOCK_SAMPLE_MS", "0"],
    ["FLOWLOCK_SLOW_MS", "1e9"],
    ["FLOWLOCK_WEBHOOK_URL", "ftp://canary"],
  ])("stops the start at %s=%s with one line that names the variable and not the value", (name, value) => {
    const { problems } = checkStartEnv({ [name]: value });

    expect(problems).toEqual([expect.stringMatching(new RegExp(`^${name} can't be used: it accepts .+\\.$`))]);
    expect(problems.join()).not.toContain("canary");
  });
});

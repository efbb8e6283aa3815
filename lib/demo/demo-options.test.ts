import { describe, expect, test } from "vitest";
import { DemoUsageError, parseDemoOptions } from "./demo-options";

describe("parseDemoOptions", () => {
  test.each([
    { args: [], env: {}, options: { kind: "demo", port: null } },
    { args: [], env: { PORT: "4100" }, options: { kind: "demo", port: 4100 } },
    { args: [], env: { PORT: "", REDIS_URL: "redis://db" }, options: { kind: "demo", port: null } },
    { args: ["--help"], env: {}, options: { kind: "help" } },
    {
      args: ["--seed-only"],
      env: { REDIS_URL: "rediss://me:pw@db:6380/1" },
      options: { kind: "seed-only", redisUrl: "rediss://me:pw@db:6380/1", force: false },
    },
    {
      args: ["--seed-only", "--force"],
      env: { REDIS_URL: "redis://db" },
      options: { kind: "seed-only", redisUrl: "redis://db", force: true },
    },
  ])("reads $args with $env", ({ args, env, options }) => {
    expect(parseDemoOptions(args, env)).toEqual(options);
  });

  test.each([
    { args: ["--sed-only"], env: {}, names: "--sed-only" },
    { args: ["--force"], env: {}, names: "--seed-only" },
    { args: ["--seed-only"], env: {}, names: "REDIS_URL" },
    { args: ["--seed-only"], env: { REDIS_URL: "http://db" }, names: "REDIS_URL" },
    { args: ["--seed-only"], env: { REDIS_URL: "localhost:6379" }, names: "REDIS_URL" },
    { args: [], env: { PORT: "70000" }, names: "PORT" },
    { args: [], env: { PORT: "4100x" }, names: "PORT" },
  ])("refuses $args with $env in one line that names $names", ({ args, env, names }) => {
    const parse = () => parseDemoOptions(args, env);

    expect(parse).toThrow(DemoUsageError);
    expect(parse).toThrow(names);
  });

  test("never repeats a REDIS_URL that it refuses, because it may hold a password", () => {
    const parse = () => parseDemoOptions(["--seed-only"], { REDIS_URL: "http://me:canary@db" });

    expect(parse).toThrow(/^(?!.*canary)/);
  });
});

import { expect, test } from "vitest";
import { dashboardEnv } from "./dashboard";

test("the demo's dashboard is given the demo's settings, and none that were meant for another Flowlock", () => {
  const env = dashboardEnv(
    {
      PATH: "/bin",
      NODE_ENV: "test",
      HOST: "0.0.0.0",
      HOSTNAME: "box",
      PORT: "80",
      REDIS_URL: "redis://production",
      BULL_PREFIX: "acme",
      FLOWLOCK_STORE_URL: "redis://production",
    },
    { redisUrl: "redis://127.0.0.1:7001", port: 7002 },
  );

  expect(env).toEqual({
    PATH: "/bin",
    NODE_ENV: "production",
    NEXT_TELEMETRY_DISABLED: "1",
    HOST: "127.0.0.1",
    PORT: "7002",
    REDIS_URL: "redis://127.0.0.1:7001",
    FLOWLOCK_WRITE: "1",
    FLOWLOCK_ENV: "development",
    FLOWLOCK_SAMPLE_MS: "1000",
    FLOWLOCK_DISCOVERY_MS: "2000",
    FLOWLOCK_SLOW_MS: "8000",
    FLOWLOCK_STUCK_MS: "20000",
  });
});

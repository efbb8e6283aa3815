import { afterEach, expect, test, vi } from "vitest";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

test.each([
  ["127.0.0.1", "127.0.0.1"],
  ["::ffff:10.0.0.7", "10.0.0.7"],
  ["::1", "::1"],
  ["", null],
])("the peer %j is recorded as %j", async (peer, address) => {
  vi.stubEnv("FLOWLOCK_PEER_HEADER", "x-flowlock-peer-1");
  const { callerOf } = await import("./caller");
  const headers = new Headers({ "x-flowlock-peer-1": peer, "x-forwarded-for": "6.6.6.6" });

  expect(callerOf("r", headers)).toEqual({ requestId: "r", operator: null, role: "operator", address });
});

test("where another server listens no header is believed", async () => {
  const { callerOf } = await import("./caller");

  expect(callerOf("r", new Headers({ "x-flowlock-peer-1": "6.6.6.6" })).address).toBeNull();
});

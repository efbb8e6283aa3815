import { expect, test } from "vitest";

import { parseRedisUrl, toDisplay } from "./redis-address";

test("parses user, password, database and TLS, and shows none of the secrets", () => {
  const result = parseRedisUrl("rediss://ops:p%40ss@redis.internal:6380/3");
  expect(result).toEqual({
    kind: "usable",
    address: { host: "redis.internal", port: 6380, database: 3, user: "ops", password: "p@ss", tls: true },
  });
  if (result.kind === "usable") expect(JSON.stringify(toDisplay(result.address))).not.toContain("p@ss");
});

test("takes the usual port and database where the URL has none", () => {
  expect(parseRedisUrl("redis://localhost")).toMatchObject({
    address: { host: "localhost", port: 6379, database: 0, user: null, password: null, tls: false },
  });
});

test.each([
  ["http://user:canary@host", "its scheme is not redis:// or rediss://"],
  ["canary", "it is no URL"],
  ["redis://host/canary", "its path is not a database number"],
  ["redis://user:%E0%A4%A@host", "its user or password has a malformed escape"],
])("refuses %s without repeating it", (text, problem) => {
  expect(parseRedisUrl(text)).toEqual({ kind: "unusable", problem });
});

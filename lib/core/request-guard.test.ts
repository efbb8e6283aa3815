import { expect, test } from "vitest";

import { isCrossSiteWrite, isLoopbackName, isServedHost } from "./request-guard";

test.each([
  ["localhost:3000", true],
  ["LOCALHOST", true],
  ["127.0.0.1:3000", true],
  ["127.9.9.9", true],
  ["[::1]:3000", true],
  ["flow.example.com", true],
  ["flow.example.com:8443", true],
  ["FLOW.example.com", true],
  ["ports.example.com:8443", true],
  ["ports.example.com:1", false],
  ["ports.example.com", false],
  ["evil.example", false],
  ["localhost.evil.example", false],
  ["127.0.0.1.evil.example", false],
  ["flow.example.com@evil.example", false],
  ["flow.example.com/evil", false],
  ["10.0.0.5:3000", false],
  ["", false],
  [null, false],
])("Host %j is served: %j", (host, served) => {
  expect(isServedHost(host, ["flow.example.com", "ports.example.com:8443"])).toBe(served);
});

test.each([
  ["127.0.0.1", true],
  ["::1", true],
  ["localhost", true],
  ["0.0.0.0", false],
  ["::", false],
  ["127.example.com", false],
])("%s means this machine only: %j", (name, loopback) => {
  expect(isLoopbackName(name)).toBe(loopback);
});

const host = "127.0.0.1:3000";

test.each([
  { method: "GET", secFetchSite: "cross-site", origin: "https://evil.example", refused: false },
  { method: "POST", secFetchSite: "same-origin", origin: `http://${host}`, refused: false },
  { method: "POST", secFetchSite: "same-site", origin: `http://${host}`, refused: true },
  { method: "POST", secFetchSite: "cross-site", origin: `http://${host}`, refused: true },
  { method: "PUT", secFetchSite: "none", origin: null, refused: true },
  { method: "DELETE", secFetchSite: null, origin: "https://evil.example", refused: true },
  { method: "POST", secFetchSite: null, origin: "null", refused: true },
  { method: "POST", secFetchSite: null, origin: "", refused: true },
  { method: "POST", secFetchSite: null, origin: "http://127.0.0.1:3001", refused: true },
  { method: "POST", secFetchSite: null, origin: `http://${host}`, refused: false },
  { method: "POST", secFetchSite: null, origin: null, refused: false },
])("$method with Sec-Fetch-Site $secFetchSite and Origin $origin is refused: $refused", ({ refused, ...request }) => {
  expect(isCrossSiteWrite({ ...request, host })).toBe(refused);
});

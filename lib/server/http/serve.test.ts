import { expect, test } from "vitest";

import { endpoints } from "@/lib/contract/endpoints";
import { apiErrorSchema } from "@/lib/contract/api-error";
import { RedisDeniedError, RedisUnavailableError } from "@/lib/core/redis-failure";

import { AppError } from "../app-error";
import { handle, serve, serveNothing } from "./serve";

const context = { params: Promise.resolve({}) };
const url = "http://127.0.0.1:3000/api/c/default/limits";
const limit = { queue: "bull:mail", name: "send", slowMs: 5_000, stuckMs: null, muteUntilAtMs: null };

const route = serve({ PUT: handle(endpoints.putLimit, ({ body }) => ({ ...limit, ...body })) });

function put(body: BodyInit, contentType = "application/json") {
  return route.PUT(new Request(url, { method: "PUT", body, headers: { "content-type": contentType } }), context);
}

async function codeOf(response: Response) {
  return apiErrorSchema.parse(await response.json()).error.code;
}

test("a request by the contract is answered as JSON that nobody stores", async () => {
  const response = await put(JSON.stringify({ queue: "bull:mail", name: "send", slowMs: 5_000 }));

  expect(await response.json()).toEqual(limit);
  expect(response.status).toBe(200);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(response.headers.get("content-type")).toBe("application/json; charset=utf-8");
});

test.each([
  ["text that is no JSON", "{", "application/json", 400],
  ["another content type", "{}", "text/plain", 400],
  ["a missing field", "{}", "application/json", 400],
  ["an unknown field", JSON.stringify({ queue: "a:b", name: "c", token: "0" }), "application/json", 400],
  ["more than 256 kB", JSON.stringify({ name: "x".repeat(300_000) }), "application/json", 413],
])("%s is refused", async (_, body, contentType, status) => {
  const response = await put(body, contentType);

  expect(response.status).toBe(status);
  expect(await codeOf(response)).toBe(status === 413 ? "too-large" : "invalid-request");
});

test("a method that the address does not take is told which it takes", async () => {
  const response = await route.GET(new Request(url), context);

  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toBe("PUT, OPTIONS");
  expect(await codeOf(response)).toBe("method-not-allowed");
});

test("OPTIONS tells what the address takes, and allows no other origin", async () => {
  const response = await route.OPTIONS(new Request(url), context);

  expect(response.headers.get("allow")).toBe("PUT, OPTIONS");
  expect(response.headers.get("access-control-allow-origin")).toBeNull();
});

test("an unknown address is a 404 in the error shape", async () => {
  const response = await serveNothing().GET(new Request(url), context);

  expect([response.status, await codeOf(response)]).toEqual([404, "not-found"]);
});

test.each([
  [new AppError("job-not-found"), 404, "job-not-found"],
  [new RedisUnavailableError("timeout"), 503, "redis-unavailable"],
  [new RedisDeniedError("scan", "no-permission"), 503, "redis-denied"],
])("%s leaves with its own code", async (error, status, code) => {
  const failing = handle(endpoints.getReady, () => Promise.reject<{ ready: boolean }>(error));
  const response = await failing(new Request(url), context);

  expect([response.status, await codeOf(response)]).toEqual([status, code]);
});

test("an unexpected failure leaves as internal, without its message", async () => {
  const failing = handle(endpoints.getReady, () => {
    throw new Error("redis://user:canary-secret@host");
  });
  const response = await failing(new Request(url), context);
  const text = await response.text();

  expect(response.status).toBe(500);
  expect(text).toContain('"internal"');
  expect(text).not.toContain("canary-secret");
});

test.each(["limit=0", "limit=-1", "limit=1e9", "limit=ten", `cursor=${"x".repeat(10_000)}`])(
  "the query %.20s is a 400",
  async (query) => {
    const list = handle(endpoints.listActivity, () => ({ entries: [], cursor: null }));
    const response = await list(new Request(`${url}?${query}`), context);

    expect([response.status, await codeOf(response)]).toEqual([400, "invalid-request"]);
  },
);

test("a page larger than pages get is as large as pages get", async () => {
  const limits: number[] = [];
  const list = handle(endpoints.listActivity, ({ query }) => {
    limits.push(query.limit);
    return { entries: [], cursor: null };
  });
  await list(new Request(`${url}?limit=100000`), context);
  await list(new Request(url), context);

  expect(limits).toEqual([200, 50]);
});

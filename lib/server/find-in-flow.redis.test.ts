import { Redis } from "ioredis";
import { expect, onTestFinished, test } from "vitest";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { seedRawFlows } from "@/lib/testing/seed-raw-flow";
import { rawJob } from "@/lib/testing/seed-raw-job";
import type { RawJob, RawState } from "@/lib/testing/seed-raw-job";

import { findInFlow } from "./find-in-flow";
import { openStillConnection } from "./test-still-connection";

const done: RawState = { kind: "completed", returnValue: "1" };
const failed: RawState = { kind: "failed", reason: "card declined", stack: "Error: card declined" };
const waits: RawState = { kind: "waiting-children" };
const never = new AbortController().signal;
const queue = "bull:cards";

function order(id: string, children: readonly RawJob[]): RawJob {
  return rawJob({ queue: "bull:orders", id }, { name: "fulfil-order", state: waits, children });
}

/** Three levels, and more jobs below than are read whole. */
function largeOrder(): RawJob {
  const cards = Array.from({ length: 14_000 }, (_, index) =>
    rawJob(
      { queue, id: `card-${index}` },
      { name: "charge-card", state: index % 3 === 0 ? done : { kind: "waiting" }, data: `{"orderId":${index}}` },
    ),
  );
  const leaf = rawJob({ queue, id: "needle-1" }, { name: "needle", state: failed, data: '{"orderId":9912}' });
  const settle = rawJob({ queue: "bull:settle", id: "settle-1" }, { name: "settle", state: waits, children: [leaf] });
  return order("large", [...cards, settle]);
}

async function open(flows: readonly RawJob[]) {
  const server = await startEmbeddedRedis();
  onTestFinished(() => server.stop("SIGKILL"));
  const redis = new Redis(server.url);
  onTestFinished(() => redis.disconnect());
  await seedRawFlows(redis, flows, { atMs: Date.now() });
  return openStillConnection(server.url);
}

test("finds what no view holds in a flow too large to be read whole", { timeout: 60_000 }, async () => {
  const connection = await open([largeOrder()]);
  const root = { queue: "bull:orders", id: "large" };
  const find = (q: string, limit = 50, cursor?: string) => findInFlow(connection, root, { q, limit, cursor }, never);

  expect(await find("name:needle")).toMatchObject({
    root,
    total: 1,
    searched: 14_003,
    truncated: false,
    readsData: false,
    cursor: null,
    matches: [
      {
        job: { queue, id: "needle-1", name: "needle" },
        state: "failed",
        depth: 2,
        path: [root, { queue: "bull:settle", id: "settle-1" }, { queue, id: "needle-1" }],
      },
    ],
  });
  expect(await find("nothing-like-it")).toMatchObject({ total: 0, matches: [], truncated: false });
  // All are counted; of so many only the first are listed, which is told.
  expect(await find("state:completed")).toMatchObject({ total: 4_667, truncated: true });
  const first = await find("card-1399*", 4);
  const second = await find("card-1399*", 50, first.cursor ?? "");
  const ids = [...first.matches, ...second.matches].map(({ job }) => job.id);
  expect(ids.toSorted()).toEqual(["card-1399", ...Array.from({ length: 10 }, (_, digit) => `card-1399${digit}`)]);
  expect([first.total, second.total, second.cursor]).toEqual([11, 11, null]);
});

test("reads data only where a filter asks for it, of a bounded number of jobs", { timeout: 60_000 }, async () => {
  const connection = await open([largeOrder()]);
  const root = { queue: "bull:orders", id: "large" };
  const find = (q: string) => findInFlow(connection, root, { q, limit: 50 }, never);

  const one = await find("name:needle data.orderId:9912");
  expect(one).toMatchObject({ total: 1, truncated: false, readsData: true });
  const some = await find("data.orderId:99*");
  expect(some).toMatchObject({ truncated: true, readsData: true });
  expect(some.searched).toBeLessThan(14_003);
});

test("finds in a small flow problems first, and refuses an empty filter", async () => {
  const cards = ["a", "b", "c"].map((id) =>
    rawJob({ queue, id }, { name: "charge-card", state: id === "b" ? failed : done }),
  );
  const connection = await open([order("small", cards)]);
  const root = { queue: "bull:orders", id: "small" };

  const found = await findInFlow(connection, { queue, id: "c" }, { q: "charge", limit: 50 }, never);

  expect(found.root).toEqual(root);
  expect(found.matches[0]?.job.id).toBe("b");
  expect(found.total).toBe(3);
  await expect(findInFlow(connection, root, { q: "  ", limit: 50 }, never)).rejects.toThrow("invalid-request");
  await expect(findInFlow(connection, root, { q: "a", limit: 50, cursor: "x" }, never)).rejects.toThrow(
    "invalid-request",
  );
});

test("names of a way that is too long the root and the nearest jobs", async () => {
  let below = rawJob({ queue, id: "deep-40" }, { name: "leaf", state: failed });
  for (let index = 39; index >= 0; index -= 1)
    below = rawJob({ queue, id: `deep-${index}` }, { name: "step", state: waits, children: [below] });
  const connection = await open([below]);

  const [match] = (await findInFlow(connection, { queue, id: "deep-0" }, { q: "leaf", limit: 50 }, never)).matches;

  expect(match?.depth).toBe(40);
  expect(match?.path.map(({ id }) => id)).toEqual([
    "deep-0",
    ...Array.from({ length: 19 }, (_, index) => `deep-${22 + index}`),
  ]);
});

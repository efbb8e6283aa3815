import { readdirSync } from "node:fs";
import { dirname } from "node:path";

import { Redis } from "ioredis";
import type { Page } from "playwright/test";

import { startEmbeddedRedis } from "@/lib/embedded/start-embedded-redis";
import { endpoints } from "@/lib/contract/endpoints";

import { startDashboard } from "./support/dashboard";
import { expect, test } from "./support/stack-test";
import { openStuckShop } from "./support/stuck-shop";
import { dangerousOf, watchCommands } from "./support/watch-commands";

/** The reader of the README. */
const readerRights = "~bull:* +@read -keys +multi +exec +info +ping +hello +auth +select +quit +client|setname";

const placesIn = (prefix: string) => ({
  conn: "default",
  queue: `${prefix}:payments`,
  job: "card-77",
  worker: "payments-1",
  id: "payments-1",
});

/** What these reads can't be without. */
const queries = { "/queues/{queue}/jobs": "?state=active", "/find": "?q=data.amount%3A1%20state%3Aactive" };

/** Every read of the contract, so that a new one is covered as soon as it is there. */
const readsIn = (prefix: string, snapshotId: string) =>
  Object.values(endpoints)
    // Without leave to write there is no operation to ask for.
    .filter(({ method, path }) => method === "GET" && !path.includes("/operations/"))
    .map(({ path }) => {
      const query = Object.entries(queries).find(([end]) => path.endsWith(end))?.[1] ?? "";
      const named = path.replace("/snapshots/{id}", `/snapshots/${snapshotId}`);
      return filled(named, prefix, (name) => `{${name}}`) + query;
    });

/** Every page below a connection. */
const pagesIn = (prefix: string, snapshotId: string) =>
  readdirSync("app/c/[conn]", { recursive: true, encoding: "utf8" })
    // Without leave to write there is no operation to look at.
    .filter((path) => path.endsWith("page.tsx") && !path.startsWith("ops/"))
    .map((path) => path.replace("[snapshotId]", snapshotId))
    .map((path) => filled(`/c/[conn]/${dirname(path)}`, prefix, (name) => `[${name}]`).replace(/\/\.$/, ""));

/** What Flowlock asks for and does without: whose rights it has, and whether it may read by scripts. */
const optional = ["acl|whoami", "script|load"] as const;

const users = [
  { who: "the default user", rights: null, refused: [], opensPages: true },
  {
    who: "a user who may only read",
    rights: `${readerRights} +time +client|list`,
    refused: [...optional],
    opensPages: true,
  },
  // What pages show of a refused right is in the answers; opening all of them a third time would tell nothing new.
  {
    who: "one without TIME and CLIENT LIST",
    rights: readerRights,
    refused: [...optional, "client|list", "time"],
    opensPages: false,
  },
];

/** A dozen pages in a row take their time on a busy machine. */
const timeoutMs = 300_000;

for (const { who, rights, refused, opensPages } of users) {
  test(`without leave to write, ${who} is shown everything and Redis gets reading commands only`, async ({ page }) => {
    test.setTimeout(timeoutMs);
    const { redis, admin, url } = await openRedis(rights);
    const watch = await watchCommands(redis.url);
    const shop = await openStuckShop({ redisUrl: redis.url, prefix: "bull", policy: { failParentOnFailure: true } });
    const dashboard = await startDashboard({
      ...{ REDIS_URL: url, FLOWLOCK_WRITE: "0", BULL_PREFIX: "bull", FLOWLOCK_SAMPLE_MS: "500" },
      ...{ FLOWLOCK_DISCOVERY_MS: "1000", FLOWLOCK_SLOW_MS: "1000", FLOWLOCK_STUCK_MS: "2000" },
    });

    await expectStuckFound(dashboard.url);
    const snapshotId = await findSnapshot(dashboard.url);
    for (const path of readsIn("bull", snapshotId))
      expect([path, await statusOf(dashboard.url + path)]).toEqual([path, 200]);
    for (const path of opensPages ? pagesIn("bull", snapshotId) : []) await expectWholePage(page, dashboard.url + path);
    await expectNoWriting(dashboard.url, "bull");

    const sent = await watch.sent();
    expect(sent.length).toBeGreaterThan(10);
    expect(await dangerousOf(admin, sent)).toEqual([]);
    expect(await refusedCommands(admin)).toEqual(refused.toSorted());
    await dashboard.stop();
    watch.stop();
    await shop.stop();
    admin.disconnect();
    await redis.stop();
  });
}

test("in a cluster of one master every page and every read is answered", async ({ page }) => {
  test.setTimeout(timeoutMs);
  const prefix = "{bull}";
  const redis = await startEmbeddedRedis({
    args: ["--cluster-enabled", "yes", "--cluster-announce-ip", "127.0.0.1", "--dir", test.info().outputPath()],
  });
  const admin = new Redis(redis.url);
  await admin.cluster("ADDSLOTSRANGE", 0, 16_383);
  await expect.poll(() => admin.cluster("INFO"), { timeout: 10_000 }).toContain("cluster_state:ok");
  const shop = await openStuckShop({ redisUrl: redis.url, prefix, policy: { failParentOnFailure: true } });
  const dashboard = await startDashboard({
    ...{ REDIS_URL: redis.url, FLOWLOCK_WRITE: "0", FLOWLOCK_SAMPLE_MS: "500" },
    ...{ FLOWLOCK_DISCOVERY_MS: "1000", FLOWLOCK_SLOW_MS: "1000", FLOWLOCK_STUCK_MS: "2000" },
  });

  await expectStuckFound(dashboard.url);
  const snapshotId = await findSnapshot(dashboard.url);
  for (const path of readsIn(prefix, snapshotId))
    expect([path, await statusOf(dashboard.url + path)]).toEqual([path, 200]);
  for (const path of pagesIn(prefix, snapshotId)) await expectWholePage(page, dashboard.url + path);

  await dashboard.stop();
  await shop.stop();
  admin.disconnect();
  await redis.stop();
});

async function openRedis(rights: string | null) {
  const redis = await startEmbeddedRedis();
  const admin = new Redis(redis.url, { protocol: 2 });
  if (rights === null) return { redis, admin, url: redis.url };
  await admin.call("ACL", "SETUSER", "reader", "on", ">pw", ...rights.split(" "));
  return { redis, admin, url: redis.url.replace("redis://", "redis://reader:pw@") };
}

function filled(path: string, prefix: string, spelled: (name: string) => string): string {
  return Object.entries(placesIn(prefix)).reduce(
    (text, [name, value]) => text.replace(spelled(name), encodeURIComponent(value)),
    path,
  );
}

async function expectStuckFound(url: string): Promise<void> {
  await expect(async () => {
    const triage = await fetch(`${url}/api/c/default/triage`);
    expect(await triage.text()).toContain("hung-lock-renewed");
  }).toPass({ timeout: 20_000 });
}

/** The one that was kept by itself when the payment became probably stuck. */
async function findSnapshot(url: string): Promise<string> {
  let found = "";
  await expect(async () => {
    const listed = await fetch(`${url}/api/c/default/snapshots`);
    found = /"id":"([\da-f]{16}-[\w-]{22})"/.exec(await listed.text())?.[1] ?? "";
    expect(found).not.toBe("");
  }).toPass({ timeout: 20_000 });
  return found;
}

async function statusOf(url: string): Promise<number> {
  const response = await fetch(url);
  await response.body?.cancel();
  return response.status;
}

/** Opens a page and each of its tabs; every call that it makes must be answered. */
async function expectWholePage(page: Page, url: string): Promise<void> {
  const answers: (readonly [path: string, status: number])[] = [];
  const note = (response: { url(): string; status(): number }) => {
    const { pathname } = new URL(response.url());
    if (pathname.startsWith("/api/")) answers.push([pathname, response.status()]);
  };
  page.on("response", note);
  await page.goto(url);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  for (const tab of await page.getByRole("tab").all()) await tab.click();
  await expect.poll(() => answers.length).toBeGreaterThan(0);
  page.off("response", note);
  expect(answers.filter(([, status]) => status >= 400)).toEqual([]);
}

/** A preview is a read; acting, keeping a snapshot and setting limits are refused. */
async function expectNoWriting(url: string, prefix: string): Promise<void> {
  const { queue, job: id } = placesIn(prefix);
  const job = { queue, id };
  const seen = { state: "active", lockId: null, attemptsStarted: 1, processedAtMs: null };
  const asked = [
    ["POST", "actions/preview", { action: "fail", jobs: [job] }, 200],
    ["POST", "actions", { action: "fail", jobs: [{ ...job, seen }], reason: "try" }, 403],
    ["POST", "snapshots", { job }, 403],
    ["PUT", "limits", { queue, name: "charge-card", slowMs: 60_000 }, 403],
  ] as const;
  for (const [method, path, body, status] of asked) {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/api/c/default/${path}`, { method, headers, body: JSON.stringify(body) });
    expect([path, response.status]).toEqual([path, status]);
  }
}

/** What Redis refused to any user, sorted: a right that is not documented would show here. */
async function refusedCommands(admin: Redis): Promise<readonly string[]> {
  const log = await admin.call("ACL", "LOG");
  const entries = Array.isArray(log) ? log.map((entry) => (Array.isArray(entry) ? entry.map(String) : [])) : [];
  return [...new Set(entries.map((entry) => entry[entry.indexOf("object") + 1] ?? ""))].sort();
}

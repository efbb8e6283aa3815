import { Queue } from "bullmq";

import { checkInvariants } from "@/lib/testing/check-invariants";

import { startDashboard } from "./support/dashboard";
import type { Dashboard } from "./support/dashboard";
import { expect, test } from "./support/stack-test";

const jobsCount = 300;

type Told = {
  readonly status: string;
  readonly counts: Readonly<Record<"done" | "skipped" | "refused" | "unknown", number>>;
  readonly results: readonly { readonly job: { readonly id: string } }[];
};

/** The calls that a script makes of one of several servers. */
function callsOf({ url }: Dashboard) {
  const api = `${url}/api/c/default`;
  const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
    const headers = { "content-type": "application/json" };
    return (await fetch(`${api}/${path}`, { method: "POST", headers, body: JSON.stringify(body) })).json();
  };
  return {
    promoteAll: async (queue: string): Promise<string> => {
      const filter = { queue, state: "delayed" };
      const { previewId } = await post("actions/preview", { action: "promote", filter });
      return String((await post("actions", { action: "promote", previewId, reason: "now" }))["operationId"]);
    },
    read: async (id: string, query = ""): Promise<Told> => (await fetch(`${api}/operations/${id}${query}`)).json(),
    stop: (id: string) => fetch(`${api}/operations/${id}`, { method: "DELETE" }),
  };
}

test("of two servers the one that acts is killed: the other ends what goes on, and what was just stopped stays stopped", async ({
  stack,
}) => {
  const { hostname: host, port } = new URL(stack.redis.url);
  const [goesOn, stopped] = (["mail", "texts"] as const).map(
    (name) => new Queue(name, { connection: { host, port: Number(port) }, prefix: "twin" }),
  );
  if (goesOn === undefined || stopped === undefined) throw new Error("Two were opened.");
  for (const queue of [goesOn, stopped])
    await queue.addBulk(
      Array.from({ length: jobsCount }, (_, at) => ({
        name: "send",
        data: {},
        opts: { jobId: `m${at}`, delay: 600_000 },
      })),
    );
  const dying = await startDashboard({ REDIS_URL: stack.redis.url, FLOWLOCK_WRITE: "1" });
  const first = callsOf(dying);
  const second = callsOf(stack.dashboard);
  const actedOn = async (id: string) => (await second.read(id)).counts.done;
  const [on, off] = await Promise.all([first.promoteAll("twin:mail"), first.promoteAll("twin:texts")]);
  await expect.poll(() => actedOn(on), { intervals: [20] }).toBeGreaterThan(20);
  await expect.poll(() => actedOn(off), { intervals: [20] }).toBeGreaterThan(0);

  await Promise.all([second.stop(off), dying.kill()]);
  await expect.poll(async () => (await second.read(on)).status, { timeout: 60_000 }).toBe("done");
  await expect.poll(async () => (await second.read(off)).status, { timeout: 60_000 }).toBe("stopped");

  const all = await second.read(on, "?limit=200");
  expect(all.counts.done + all.counts.unknown).toBe(jobsCount);
  // Only the job at which the server died can have an outcome that nobody saw.
  expect(all.counts.unknown).toBeLessThanOrEqual(1);
  expect(new Set(all.results.map(({ job }) => job.id)).size).toBe(200);
  expect(await goesOn.getJobCounts("waiting", "delayed")).toEqual({ waiting: jobsCount, delayed: 0 });
  const { counts } = await second.read(off);
  const acted = counts.done + counts.unknown;
  expect(acted).toBeLessThan(jobsCount);
  expect(await stopped.getJobCounts("waiting", "delayed")).toEqual({ waiting: acted, delayed: jobsCount - acted });
  await Promise.all([goesOn.close(), stopped.close()]);
  expect(await checkInvariants({ redisUrl: stack.redis.url, prefix: "twin" })).toEqual([]);
});

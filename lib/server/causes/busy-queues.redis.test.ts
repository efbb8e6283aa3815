import type { Job } from "bullmq";
import { expect, onTestFinished } from "vitest";

import type { Culprit } from "@/lib/core/diagnosis";
import { isRedisUnavailable } from "@/lib/core/redis-failure";
import { redisTest } from "@/lib/testing/redis-test";

import { getTriage } from "../get-triage";
import type { OpenConnection } from "../open-connection";
import { openTestConnection } from "../test-connection";
import { askDiagnosis } from "./test-diagnosis";
import { Trouble } from "./test-trouble";

/** For so long flows of five jobs are added; longer by hand: `BUSY_MS=60000`. */
const busyMs = Number(process.env.BUSY_MS ?? 8_000);
/** However slow the machine is, this many diagnoses of flows under way are asked for. */
const asksMin = 10;
const flowsAtOnce = 20;

/** Children that complete, that fail and are ignored, and that fail their parent, which its own parent ignores. */
async function runShort(job: Job): Promise<string> {
  if (job.name === "breaks") throw new Error("boom");
  return "done";
}

function toShortFlow(id: string) {
  return {
    name: "order",
    queueName: "fast-orders",
    opts: { jobId: id, removeOnComplete: 500 },
    children: [
      {
        name: "settle",
        queueName: "fast-payments",
        opts: { jobId: `${id}-settle`, ignoreDependencyOnFailure: true, removeOnFail: 500, removeOnComplete: 500 },
        children: [
          { name: "card", queueName: "fast-cards" },
          { name: "gone", queueName: "fast-cards", opts: { removeOnComplete: true } },
          { name: "breaks", queueName: "fast-cards", opts: { ignoreDependencyOnFailure: true } },
          ...(id.endsWith("7")
            ? [{ name: "breaks", queueName: "fast-cards", opts: { failParentOnFailure: true } }]
            : []),
        ],
      },
    ],
  };
}

/** Adds flows so that some are always under way, until all are done; answers how many there were. */
async function runHard(trouble: Trouble, underWay: Set<string>, isOver: () => boolean): Promise<number> {
  // This process may be too busy to renew short locks in time, and a lost lock is lost.
  const options = { lockDuration: 120_000, concurrency: 5 };
  const orders = trouble.run("fast-orders", runShort, options);
  for (const queueName of ["fast-payments", "fast-cards"]) trouble.run(queueName, runShort, options);
  let added = 0;
  const addOne = async () => {
    if (isOver()) return;
    const id = `order-${(added += 1)}`;
    underWay.add(id);
    await trouble.addFlow(toShortFlow(id));
  };
  await new Promise<void>((resolve, reject) => {
    orders.on("completed", (job) => {
      underWay.delete(job.id ?? "");
      addOne().catch(reject);
      if (isOver() && underWay.size === 0) resolve();
    });
    for (let count = 0; count < flowsAtOnce; count += 1) addOne().catch(reject);
  });
  return added;
}

/** This process is kept so busy that Redis' answers can come too late, which is told as such. */
function nothingWhereUnavailable(error: unknown): { readonly culprits: readonly Culprit[] } {
  if (isRedisUnavailable(error)) return { culprits: [] };
  throw error;
}

/** Everything that is called blocked in the fast queues, with what was said of it. */
async function askForFalseCulprits(connection: OpenConnection, trouble: Trouble, id: string | undefined) {
  const { culprits } = await getTriage(connection).catch(nothingWhereUnavailable);
  const isFast = ({ queue }: { readonly queue: string }) => queue.startsWith(`${trouble.prefix}:fast-`);
  const rows = culprits.filter(({ job, severity }) => isFast(job) && severity !== "slow");
  // A flow may be done and removed by now.
  const diagnosis =
    id === undefined ? null : await askDiagnosis(connection, trouble.ref("fast-orders", id)).catch(() => null);
  const found = diagnosis?.blocked === true ? [...rows, ...diagnosis.culprits] : rows;
  return {
    isStuckFound: culprits.some(({ cause }) => cause === "hung-lock-renewed"),
    asked: diagnosis === null ? 0 : 1,
    found: found.map(({ cause, job, state }) => `${cause}: ${job.name} ${job.id} is ${state}`),
  };
}

redisTest(
  "as many short flows as can be beside a stuck one: only the stuck one is a culprit, however often it is asked",
  { timeout: 300_000 },
  async ({ redisUrl, prefix }) => {
    const trouble = new Trouble({ redisUrl, prefix });
    await trouble.addFlow();
    await trouble.hold("cards");
    const connection = await openTestConnection({ redisUrl, prefixes: [prefix], slowMs: 5_000, stuckMs: 5_000 });
    const underWay = new Set<string>();
    const found = new Set<string>();
    const seen = { looks: 0, asked: 0, stuck: 0 };
    let isDone = false;
    onTestFinished(() => {
      isDone = true;
    });

    const startedAtMs = performance.now();
    const isOver = () => performance.now() - startedAtMs > busyMs && seen.asked >= asksMin;

    const run = runHard(trouble, underWay, isOver).finally(() => {
      isDone = true;
    });
    while (!isDone) {
      const [oldest] = underWay;
      const look = await askForFalseCulprits(connection, trouble, [...underWay][seen.looks % 60] ?? oldest);
      for (const one of look.found) found.add(one);
      seen.looks += 1;
      seen.asked += look.asked;
      if (look.isStuckFound) seen.stuck += 1;
    }
    const flows = await run;
    // Read by whoever lets it run longer.
    process.stdout.write(`${JSON.stringify({ flows, ...seen })}\n`);

    expect([...found]).toEqual([]);
    expect(seen.stuck).toBeGreaterThan(0);
  },
);

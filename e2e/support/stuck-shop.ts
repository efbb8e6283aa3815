import { FlowProducer, Queue, Worker } from "bullmq";
import type { Job, Processor } from "bullmq";

/** A shop with one really stuck payment, three levels down, on BullMQ 6 workers in this process. */
export type StuckShop = {
  /** The root's, the middle's and the stuck child's job ids. */
  readonly ids: { readonly root: string; readonly settle: string; readonly charge: string };
  /** The root as the API names it. */
  readonly root: { readonly queue: string; readonly id: string };
  /** Lets the stuck processor return. */
  release(): void;
  /** How often the payment's processor was entered. */
  chargeRuns(): number;
  stateOf(queueName: "orders" | "payments", jobId: string): Promise<string>;
  stop(): Promise<void>;
};

type Options = {
  readonly redisUrl: string;
  readonly prefix: string;
  /** The stuck child's failure policy, as BullMQ's job options spell it. */
  readonly policy: { readonly failParentOnFailure?: true; readonly ignoreDependencyOnFailure?: true };
  /** A lock that outlives what a test does to Redis. */
  readonly lockMs?: number;
};

const usualLockMs = 3_000;

/** Adds the flow and waits until its payment is held; the second run of a retried payment succeeds. */
export async function openStuckShop({ redisUrl, prefix, policy, lockMs = usualLockMs }: Options): Promise<StuckShop> {
  const connection = connectionOf(redisUrl);
  let release = () => {};
  const gate = new Promise<void>((done) => {
    release = () => done();
  });
  let runs = 0;
  const settings = { connection, prefix, lockDuration: lockMs, stalledInterval: lockMs, drainDelay: 1 };
  const charge = async (job: Job) => {
    if (job.name !== "charge-card") return "settled";
    runs += 1;
    if (runs === 1) await gate;
    return "charged";
  };
  const workers: Worker[] = [];
  const work = async (...[queueName, process, name]: [string, Processor, string]) => {
    const worker = new Worker(queueName, process, { ...settings, name });
    worker.on("error", () => undefined);
    workers.push(worker);
    await worker.waitUntilReady();
    return worker;
  };
  const holder = await work("payments", charge, "payments-1");
  await work("orders", async () => "fulfilled", "orders-1");
  const queues = {
    orders: new Queue("orders", { connection, prefix }),
    payments: new Queue("payments", { connection, prefix }),
  };
  const started = new Promise<void>((done) => {
    holder.on("active", (job) => job.name === "charge-card" && done());
  });
  const ids = await addFlow({ connection, prefix, policy });
  await started;
  // Not before: whoever takes the payment first holds it, and the tests name the holder.
  await work("payments", charge, "payments-2");
  return {
    ids,
    root: { queue: `${prefix}:orders`, id: ids.root },
    release,
    chargeRuns: () => runs,
    stateOf: (queueName, jobId) => queues[queueName].getJobState(jobId),
    stop: async () => {
      release();
      await Promise.all(workers.map((worker) => worker.close()));
      await Promise.all(Object.values(queues).map((queue) => queue.close()));
    },
  };
}

async function addFlow({
  connection,
  prefix,
  policy,
}: Pick<Options, "prefix" | "policy"> & { readonly connection: { host: string; port: number } }) {
  const producer = new FlowProducer({ connection, prefix });
  const ids = { root: "order-9912", settle: "settle-412", charge: "card-77" };
  await producer.add({
    name: "fulfil-order",
    queueName: "orders",
    opts: { jobId: ids.root },
    children: [
      {
        name: "settle",
        queueName: "payments",
        opts: { jobId: ids.settle, failParentOnFailure: true },
        children: [
          { name: "charge-card", queueName: "payments", opts: { jobId: ids.charge, attempts: 3, ...policy } },
          { name: "reserve-stock", queueName: "payments", opts: { jobId: "stock-1" } },
        ],
      },
    ],
  });
  await producer.close();
  return ids;
}

function connectionOf(redisUrl: string): { host: string; port: number } {
  const { hostname, port } = new URL(redisUrl);
  return { host: hostname, port: Number(port) };
}

import { FlowProducer, Worker } from "bullmq";
import type { Job } from "bullmq";

/** A catalogue of many thumbnails, of which one is really stuck; BullMQ 6 workers in this process. */
export type WideFlow = {
  readonly root: { readonly queue: string; readonly id: string };
  /** The thumbnail that never ends. */
  readonly stuckId: string;
  stop(): Promise<void>;
};

type Options = { readonly redisUrl: string; readonly prefix: string; readonly children: number };

const lockMs = 10_000;

/** Adds the flow and waits until all of its children but one are done. */
export async function openWideFlow({ redisUrl, prefix, children }: Options): Promise<WideFlow> {
  const { hostname, port } = new URL(redisUrl);
  const connection = { host: hostname, port: Number(port) };
  const stuckId = `thumb-${Math.floor(children / 2)}`;
  const gate = openGate();
  const done = openGate();
  let ended = 0;
  const worker = new Worker(
    "thumbs",
    async (job: Job) => {
      if (job.id === stuckId) await gate.opened;
      return "drawn";
    },
    { connection, prefix, name: "thumbs-1", concurrency: 50, lockDuration: lockMs, stalledInterval: lockMs },
  );
  worker.on("error", () => undefined);
  worker.on("completed", () => {
    ended += 1;
    if (ended === children - 1) done.open();
  });
  const producer = new FlowProducer({ connection, prefix });
  await producer.add({
    name: "publish-catalogue",
    queueName: "catalogue",
    opts: { jobId: "catalogue-1" },
    children: Array.from({ length: children }, (_, index) => ({
      name: "make-thumbnail",
      queueName: "thumbs",
      opts: { jobId: `thumb-${index}` },
    })),
  });
  await producer.close();
  await done.opened;
  return {
    root: { queue: `${prefix}:catalogue`, id: "catalogue-1" },
    stuckId,
    stop: async () => {
      gate.open();
      await worker.close();
    },
  };
}

function openGate(): { readonly opened: Promise<void>; open(): void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = () => resolve();
  });
  return { opened, open: () => open() };
}

import { FlowProducer, Worker } from "bullmq";
import { onTestFinished } from "vitest";

import { addChild } from "./add-child";
import type { ChildFlow, ChildFlowOptions } from "./add-child";
import type { Generation } from "./bullmq-generations";
import { openGate } from "./open-gate";

export { addChild };

export type HeldChild = ChildFlow & {
  /** Lets the held processor return. */
  release(): void;
  /** Closes the workers before the test ends; what was held must have been let go. */
  stop(): Promise<void>;
  /** Runs what waits in the queues of parent and root, with processors that return at once. */
  runParents(): void;
};

export type HeldChildOptions = Omit<ChildFlowOptions, "generation"> & {
  /** BullMQ 6 where it is not given. */
  readonly generation?: Pick<Generation, "FlowProducer" | "Worker">;
};

/** `fulfil-order` waits for `settle`, which waits for `charge-card`, which a worker runs until it is let go or the test ends. */
export async function holdChild(options: HeldChildOptions): Promise<HeldChild> {
  const { redisUrl, prefix, generation = { FlowProducer, Worker } } = options;
  const { hostname, port } = new URL(redisUrl);
  const connection = { host: hostname, port: Number(port) };
  const gate = openGate();
  const workers: Worker[] = [];
  const stop = async () => {
    await Promise.all(workers.map((worker) => worker.close()));
  };
  onTestFinished(async () => {
    gate.open();
    await stop();
  });
  const run = (queueName: string, processor: () => Promise<unknown>) => {
    const worker = new generation.Worker(queueName, processor, { connection, prefix, name: `${queueName}-1` });
    // A run that an operator takes away fails to renew its lock, which is reported here.
    worker.on("error", () => undefined);
    workers.push(worker);
    return worker;
  };
  const flow = await addChild(options);
  const holder = run("cards", () => gate.passed);
  await new Promise<void>((resolve) => holder.once("active", () => resolve()));
  return {
    ...flow,
    release: gate.open,
    stop,
    runParents: () => {
      for (const queueName of ["payments", "orders"]) run(queueName, async () => "done");
    },
  };
}

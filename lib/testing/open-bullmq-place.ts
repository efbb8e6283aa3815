import type { FlowJob, Job, Queue, Worker } from "bullmq";
import { onTestFinished } from "vitest";

import type { Generation } from "./bullmq-generations";

export type BullmqPlace = {
  addFlow(flow: FlowJob): Promise<void>;
  openQueue(name: string): Queue;
  /** Runs a worker until so many jobs ended so, and closes it. A job named `breaks` fails. */
  runUntil(queueName: string, ends: { readonly completed?: number; readonly failed?: number }): Promise<void>;
};

/** BullMQ under one prefix for one test; all that it opens is closed after the test. */
export function openBullmqPlace(generation: Generation, redisUrl: string, prefix: string): BullmqPlace {
  const { hostname, port } = new URL(redisUrl);
  const options = { connection: { host: hostname, port: Number(port) }, prefix };
  return {
    addFlow: async (flow) => {
      const producer = new generation.FlowProducer(options);
      await producer.add(flow);
      await producer.close();
    },
    openQueue: (name) => {
      const queue = new generation.Queue(name, options);
      onTestFinished(() => queue.close());
      return queue;
    },
    runUntil: async (queueName, ends) => {
      const worker = new generation.Worker(queueName, runJob, options);
      await waitForEnds(worker, ends);
      await worker.close();
    },
  };
}

async function runJob(job: Job): Promise<string> {
  if (job.name === "breaks") throw new Error("boom");
  return "done";
}

function waitForEnds(
  worker: Worker,
  { completed = 0, failed = 0 }: { readonly completed?: number; readonly failed?: number },
) {
  let [completedLeft, failedLeft] = [completed, failed];
  return new Promise<void>((done) => {
    const check = () => {
      if (completedLeft <= 0 && failedLeft <= 0) done();
    };
    worker.on("completed", () => {
      completedLeft -= 1;
      check();
    });
    worker.on("failed", () => {
      failedLeft -= 1;
      check();
    });
  });
}

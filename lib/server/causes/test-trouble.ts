import "server-only";

import { setTimeout } from "node:timers/promises";

import type { FlowJob, Job, JobsOptions, Processor, Queue, QueueOptions, Worker, WorkerOptions } from "bullmq";
import { onTestFinished } from "vitest";

import type { JobRef } from "@/lib/core/job-ref";
import { six } from "@/lib/testing/bullmq-generations";
import type { Generation } from "@/lib/testing/bullmq-generations";
import { openGate } from "@/lib/testing/open-gate";

export type Place = { readonly redisUrl: string; readonly prefix: string };

/** Short locks, and stalled checks that nobody makes twice within a test unless it asks for them. */
const shortLockMs = 3_000;

export const root = { name: "fulfil-order", queueName: "orders", id: "order-1" } as const;
export const parent = { name: "settle", queueName: "payments", id: "settle-1" } as const;
export const child = { name: "charge-card", queueName: "cards", id: "card-1" } as const;

type Shape = {
  readonly childQueue?: string;
  readonly childOptions?: JobsOptions;
  readonly childData?: object;
  readonly parentOptions?: JobsOptions;
  /** More children of the same parent. */
  readonly siblings?: readonly FlowJob[];
};

/** The flow of these tests: `fulfil-order` waits for `settle`, which waits for `charge-card`, each in a queue of its own. */
export function toFlow({
  childQueue = child.queueName,
  childOptions,
  childData = {},
  parentOptions,
  siblings = [],
}: Shape = {}): FlowJob {
  const leaf = { name: child.name, queueName: childQueue, data: childData, opts: { jobId: child.id, ...childOptions } };
  const middle = {
    name: parent.name,
    queueName: parent.queueName,
    opts: { jobId: parent.id, ...parentOptions },
    children: [leaf, ...siblings],
  };
  return { name: root.name, queueName: root.queueName, opts: { jobId: root.id }, children: [middle] };
}

/** Everything that makes trouble under one prefix for one test: producers, queues and workers, all closed afterwards. */
export class Trouble {
  readonly prefix: string;
  readonly generation: Generation;
  readonly #lockMs: number;
  readonly #redisUrl: string;
  readonly #connection: { readonly host: string; readonly port: number };

  constructor({ redisUrl, prefix }: Place, generation: Generation = six, lockMs = shortLockMs) {
    const { hostname, port } = new URL(redisUrl);
    this.#redisUrl = redisUrl;
    this.prefix = prefix;
    this.generation = generation;
    this.#lockMs = lockMs;
    this.#connection = { host: hostname, port: Number(port) };
  }

  /** The same place as another BullMQ sees it, or as one that looks under another prefix. */
  as({ generation = this.generation, prefix = this.prefix }: { generation?: Generation; prefix?: string }): Trouble {
    return new Trouble({ redisUrl: this.#redisUrl, prefix }, generation, this.#lockMs);
  }

  ref(queueName: string, id: string): JobRef {
    return { queue: `${this.prefix}:${queueName}`, id };
  }

  refOf({ queueName, id }: { readonly queueName: string; readonly id: string }): JobRef {
    return this.ref(queueName, id);
  }

  /** Another prefix beside this one, for workers that are astray. */
  get otherPrefix(): string {
    return `${this.prefix}-other`;
  }

  get prefixes(): readonly string[] {
    return [this.prefix, this.otherPrefix];
  }

  /** The three jobs of `toFlow`, root first. */
  get chain(): readonly JobRef[] {
    return [root, parent, child].map((job) => this.refOf(job));
  }

  async addFlow(flow: FlowJob = toFlow()): Promise<void> {
    const producer = new this.generation.FlowProducer({ connection: this.#connection, prefix: this.prefix });
    try {
      await producer.add(flow);
    } finally {
      await producer.close();
    }
  }

  openQueue(name: string, options: Partial<QueueOptions> = {}): Queue {
    const queue = new this.generation.Queue(name, { connection: this.#connection, prefix: this.prefix, ...options });
    onTestFinished(() => queue.close());
    return queue;
  }

  /** A worker, sandboxed for a file, until the test ends, however busy it is then. */
  run(queueName: string, processor: Processor | URL | null, options: Partial<WorkerOptions> = {}): Worker {
    const worker = new this.generation.Worker(queueName, processor, {
      connection: this.#connection,
      prefix: this.prefix,
      name: `${queueName}-1`,
      lockDuration: this.#lockMs,
      ...options,
    });
    // A run that is taken away fails to renew its lock, and a killed connection fails: both are told here.
    worker.on("error", () => undefined);
    onTestFinished(() => worker.close(true));
    return worker;
  }

  /** Lets a worker take a job of the queue and never end it. */
  async hold(queueName: string, options: Partial<WorkerOptions> = {}): Promise<Worker> {
    const gate = openGate();
    const worker = this.run(queueName, () => gate.passed, options);
    // Before the worker is closed: one that closes already waits for the job.
    onTestFinished(gate.open);
    await once(worker, "active");
    return worker;
  }

  /** Lets a worker take a job of the queue that shows, in this one way, that it moves. */
  async work(queueName: string, show: (job: Job, count: number) => Promise<unknown>): Promise<void> {
    let stopped = false;
    const worker = this.run(queueName, async (job) => {
      for (let count = 1; !stopped; count += 1) {
        await show(job, count);
        await setTimeout(20);
      }
    });
    onTestFinished(() => {
      stopped = true;
    });
    await once(worker, "active");
  }

  /** Runs a queue until one job ended so, and goes away again. */
  async runOne(
    queueName: string,
    end: "completed" | "failed",
    processor: Processor = async () => "done",
    options: Partial<WorkerOptions> = {},
  ): Promise<void> {
    const worker = this.run(queueName, processor, { stalledInterval: 200, ...options });
    await once(worker, end);
    await worker.close();
  }

  /** A worker dies as by SIGKILL: its connections drop, what it holds stays active and is not renewed any more. */
  async kill(worker: Worker): Promise<void> {
    await worker.close(true);
  }
}

export function fail(message: string): Processor {
  return () => Promise.reject(new Error(message));
}

export function once(
  worker: Worker,
  event: "active" | "completed" | "failed" | "ready" | "stalled" | "error",
): Promise<void> {
  return new Promise((resolve) => worker.once(event, () => resolve()));
}

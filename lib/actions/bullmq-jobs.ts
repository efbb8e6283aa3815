import { Job, Queue } from "bullmq";
import type { JobsOptions } from "bullmq";
import type { Redis } from "ioredis";

import { splitQueue } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import type { Guard } from "./read-guard";
import { readStacktrace } from "./stacktrace";

const queuesMax = 100;

type OnError = (error: unknown) => void;

/** BullMQ 6's own objects for the jobs that are acted on. Never writes a queue's `meta`, never closes the connection. */
export class BullmqJobs {
  readonly #redis: Redis;
  readonly #onError: OnError;
  readonly #queues = new Map<string, Queue>();

  constructor(redis: Redis, onError: OnError) {
    this.#redis = redis;
    this.#onError = onError;
  }

  /**
   * The job as BullMQ's scripts need it, made from what the guard read: its data stays in Redis, so that broken or huge
   * data neither stops nor slows an action.
   */
  toJob(ref: JobRef, guard: Guard): Job {
    const job = new Job(this.queueOf(ref.queue), guard.name, {}, toJobOptions(guard.options), ref.id);
    job.attemptsMade = guard.attemptsMade;
    job.attemptsStarted = guard.attemptsStarted;
    job.stacktrace = [...readStacktrace(guard.stacktrace)];
    return job;
  }

  async close(): Promise<void> {
    const queues = [...this.#queues.values()];
    this.#queues.clear();
    await Promise.all(queues.map((queue) => queue.close()));
  }

  /** The queue, for what concerns more than one job. */
  queueOf(qualified: string): Queue {
    const known = this.#queues.get(qualified);
    if (known !== undefined) return known;
    const { prefix, name } = splitQueue(qualified);
    const queue = new Queue(name, {
      connection: this.#redis,
      prefix,
      skipMetasUpdate: true,
      skipVersionCheck: true,
      // Waiting has no end while Redis is away; without it a command fails by its own timeout.
      skipWaitingForReady: true,
    });
    queue.on("error", this.#onError);
    this.#queues.set(qualified, queue);
    this.#forgetOldest();
    return queue;
  }

  /** Resolves once BullMQ has defined its scripts on the connection, as it does when a queue is opened. */
  async defineScripts(qualified: string): Promise<void> {
    await this.queueOf(qualified).getBackend().client;
  }

  #forgetOldest(): void {
    if (this.#queues.size <= queuesMax) return;
    const [oldest] = this.#queues;
    if (oldest === undefined) return;
    const [qualified, queue] = oldest;
    this.#queues.delete(qualified);
    queue.close().catch(this.#onError);
  }
}

/**
 * Only the options that the scripts for failing and retrying use, each of a type that they can bear: a script that
 * stumbles over an odd one is not rolled back.
 */
function toJobOptions(options: Guard["options"]): JobsOptions {
  const { attempts, removeOnFail, lifo, stackTraceLimit } = options;
  return {
    attempts: typeof attempts === "number" ? attempts : 1,
    lifo: lifo === true,
    ...(typeof stackTraceLimit === "number" ? { stackTraceLimit } : {}),
    ...toRemoval(removeOnFail),
  };
}

/** BullMQ `src/interfaces/keep-jobs.ts`. */
function toRemoval(removeOnFail: unknown): Pick<JobsOptions, "removeOnFail"> {
  if (typeof removeOnFail === "boolean") return { removeOnFail };
  if (typeof removeOnFail === "number" && Number.isFinite(removeOnFail)) return { removeOnFail };
  if (typeof removeOnFail !== "object" || removeOnFail === null) return {};
  const { count, age, limit } = Object.fromEntries(
    Object.entries(removeOnFail).filter(([, value]) => typeof value === "number" && Number.isFinite(value)),
  );
  if (age !== undefined)
    return {
      removeOnFail: { age, ...(count === undefined ? {} : { count }), ...(limit === undefined ? {} : { limit }) },
    };
  return count === undefined ? {} : { removeOnFail: { count } };
}

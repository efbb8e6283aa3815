import { Job, Queue } from "bullmq";
import type { Redis } from "ioredis";

import { splitQueue } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";

import type { Guard } from "./read-guard";

const queuesMax = 100;

/** BullMQ 6's own objects for the jobs that are acted on. Never writes a queue's `meta`. */
export class BullmqJobs {
  readonly #redis: Redis;
  readonly #queues = new Map<string, Queue>();

  constructor(redis: Redis) {
    this.#redis = redis;
  }

  /**
   * The job as BullMQ sees it, made from what the guard read: its data stays in Redis, so that broken or huge data
   * neither stops nor slows an action.
   */
  toJob(ref: JobRef, guard: Guard): Job {
    const field = (name: string) => guard.fields.get(name);
    const parent = field("parent");
    return Job.fromJSON(
      this.#queueOf(ref.queue),
      {
        id: ref.id,
        name: guard.name,
        data: "{}",
        opts: Job.optsFromJSON(field("opts") ?? "{}"),
        progress: 0,
        attemptsMade: Number(field("atm") ?? field("attemptsMade") ?? 0),
        attemptsStarted: guard.attemptsStarted,
        timestamp: Number(field("timestamp") ?? 0),
        delay: Number(field("delay") ?? 0),
        priority: Number(field("priority") ?? 0),
        stacktrace: field("stacktrace") ?? "[]",
        returnvalue: "",
        failedReason: "",
        ...(guard.parentKey === null ? {} : { parentKey: guard.parentKey }),
        ...(parent === undefined ? {} : { parent: JSON.parse(parent) }),
      } as unknown as Parameters<typeof Job.fromJSON>[1],
      ref.id,
    );
  }

  async close(): Promise<void> {
    const queues = [...this.#queues.values()];
    this.#queues.clear();
    await Promise.all(queues.map((queue) => queue.close()));
  }

  #queueOf(qualified: string): Queue {
    const known = this.#queues.get(qualified);
    if (known !== undefined) return known;
    const { prefix, name } = splitQueue(qualified);
    const queue = new Queue(name, { connection: this.#redis, prefix, skipMetasUpdate: true, skipVersionCheck: true });
    // Failures reach whoever acts; without a listener they would end the process.
    queue.on("error", () => undefined);
    if (this.#queues.size >= queuesMax) {
      for (const [oldest, old] of this.#queues) {
        this.#queues.delete(oldest);
        void old.close();
        break;
      }
    }
    this.#queues.set(qualified, queue);
    return queue;
  }
}

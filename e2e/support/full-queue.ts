import { Queue } from "bullmq";

import { checkInvariants } from "@/lib/testing/check-invariants";

export type FullQueue = {
  /** As the API names it. */
  readonly queue: string;
  pause(): Promise<void>;
  isPaused(): Promise<boolean>;
  counts(): Promise<Record<string, number>>;
  /** Takes jobs away, or brings new ones of the same ids. */
  remove(...ids: readonly string[]): Promise<void>;
  add(...ids: readonly string[]): Promise<void>;
  /** Fails where BullMQ's data is not consistent. */
  close(): Promise<void>;
};

const prefix = "bulk";

/** A queue of so many delayed jobs, which nobody works. */
export async function openFullQueue(redisUrl: string, count: number): Promise<FullQueue> {
  const { hostname: host, port } = new URL(redisUrl);
  const queue = new Queue("mail", { connection: { host, port: Number(port) }, prefix });
  const add = async (ids: readonly string[]) => {
    const options = (jobId: string, index: number) => ({ jobId, delay: 600_000 + index * 1_000 });
    await queue.addBulk(ids.map((id, index) => ({ name: "send-mail", data: {}, opts: options(id, index) })));
  };
  await add(Array.from({ length: count }, (_, index) => `mail-${index}`));
  return {
    queue: `${prefix}:mail`,
    pause: () => queue.pause(),
    isPaused: () => queue.isPaused(),
    counts: () => queue.getJobCounts("waiting", "delayed"),
    remove: async (...ids) => {
      for (const id of ids) await queue.remove(id);
    },
    add: (...ids) => add(ids),
    close: async () => {
      await queue.close();
      const violations = await checkInvariants({ redisUrl, prefix });
      if (violations.length > 0) throw new Error(`BullMQ's data is not consistent: ${JSON.stringify(violations)}`);
    },
  };
}

import { Queue } from "bullmq";
import { onTestFinished } from "vitest";

type Place = { readonly redisUrl: string; readonly prefix: string };

/** Delayed jobs `1`, `2`, …, every second one named `other`. */
export async function addDelayed({ redisUrl, prefix }: Place, count: number): Promise<Queue> {
  const { hostname: host, port } = new URL(redisUrl);
  const queue = new Queue("mail", { connection: { host, port: Number(port) }, prefix });
  onTestFinished(() => queue.close());
  await queue.addBulk(
    Array.from({ length: count }, (_, index) => ({
      name: index % 2 === 0 ? "send" : "other",
      data: {},
      opts: { delay: 600_000 },
    })),
  );
  return queue;
}

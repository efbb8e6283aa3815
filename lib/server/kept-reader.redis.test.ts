import { FlowProducer, Queue } from "bullmq";
import { expect, onTestFinished, vi } from "vitest";

import { redisTest } from "@/lib/testing/redis-test";

import { openTestConnection } from "./test-connection";

type Place = { readonly redisUrl: string; readonly prefix: string };

async function setUp({ redisUrl, prefix }: Place) {
  const { hostname, port } = new URL(redisUrl);
  const connection = { host: hostname, port: Number(port) };
  const flows = new FlowProducer({ connection, prefix });
  const children = ["a", "b"].map((id) => ({ name: "child", queueName: "work", opts: { jobId: id } }));
  await flows.add({ name: "root", queueName: "orders", opts: { jobId: "root" }, children });
  await flows.close();
  const queue = new Queue("work", { connection, prefix });
  onTestFinished(() => queue.close());
  const opened = await openTestConnection({ redisUrl, prefixes: [prefix] });
  const { reader } = opened.kept;
  const root = { queue: `${prefix}:orders`, id: "root" };
  const child = { queue: `${prefix}:work`, id: "a" };
  return { opened, reader, freshReader: opened.reader, queue, root, child };
}

redisTest(
  "what was read is not read again while nothing happens, but tells a new instant",
  async ({ redisUrl, prefix }) => {
    const { reader, freshReader, root, child } = await setUp({ redisUrl, prefix });
    const pulseAfter = (beforeMs: number) =>
      vi.waitUntil(async () => {
        const atMs = await reader.readClockMs();
        return atMs > beforeMs ? atMs : false;
      }, 5_000);
    // The background may have felt the pulse before both queues were found; that they are new counts as a change.
    await pulseAfter(await reader.readClockMs());
    const reads = [vi.spyOn(freshReader, "readFlow"), vi.spyOn(freshReader, "readJobs")];
    const first = await reader.readFlow(root);
    const [job] = await reader.readJobs([child]);
    const pulse = await pulseAfter(first.readAtMs);

    const again = await reader.readFlow(root);
    const [sameJob] = await reader.readJobs([child]);

    expect(reads.map((read) => read.mock.calls.length)).toEqual([1, 1]);
    expect(again.readAtMs).toBeGreaterThanOrEqual(pulse);
    expect(sameJob).toEqual({ ...job, readAtMs: again.readAtMs });
  },
);

redisTest("an event of any known queue ends it at once", async ({ redisUrl, prefix }) => {
  const { reader, queue, root } = await setUp({ redisUrl, prefix });
  expect((await reader.readFlow(root)).jobs.size).toBe(3);

  await (await queue.getJob("a"))?.remove();

  await vi.waitFor(async () => expect((await reader.readFlow(root)).jobs.size).toBe(2), 2_000);
});

redisTest("a key changed by hand, of which no event tells, is seen too", async ({ redis, redisUrl, prefix }) => {
  const { reader, child } = await setUp({ redisUrl, prefix });
  expect(await reader.readJobs([child])).toMatchObject([{ failedReason: null }]);

  await redis.hset(`${child.queue}:${child.id}`, "failedReason", "by hand");

  await vi.waitFor(
    async () => expect(await reader.readJobs([child])).toMatchObject([{ failedReason: "by hand" }]),
    8_000,
  );
});

redisTest("whoever acted reads anew at once", async ({ redis, redisUrl, prefix }) => {
  const { opened, reader, child } = await setUp({ redisUrl, prefix });
  await reader.readJobs([child]);
  await redis.hset(`${child.queue}:${child.id}`, "failedReason", "by hand");

  opened.cache.invalidate();

  expect(await reader.readJobs([child])).toMatchObject([{ failedReason: "by hand" }]);
});

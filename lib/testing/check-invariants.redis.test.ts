import { Queue } from "bullmq";
import { expect } from "vitest";

import { checkInvariants } from "./check-invariants";
import { redisTest } from "./redis-test";

redisTest("finds nothing in a queue that only BullMQ has written", async ({ redis, redisUrl, prefix }) => {
  const queue = new Queue("mail", { connection: redis, prefix });
  await queue.add("send", {});

  expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
});

redisTest("names a job whose hash is gone while a state still lists it", async ({ redis, redisUrl, prefix }) => {
  const queue = new Queue("mail", { connection: redis, prefix });
  await queue.add("send", {}, { jobId: "letter" });
  await redis.del(`${prefix}:mail:letter`);

  const violations = await checkInvariants({ redisUrl, prefix });

  expect(violations).toContainEqual(expect.objectContaining({ level: "violation", queue: "mail", job: "letter" }));
});

redisTest("rejects where Redis does not answer", async ({ prefix }) => {
  await expect(checkInvariants({ redisUrl: "redis://127.0.0.1:1", prefix })).rejects.toThrow("could not be checked");
});

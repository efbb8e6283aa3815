import { FlowProducer } from "bullmq";
import { expect } from "vitest";
import { z } from "zod";

import { endpoints } from "@/lib/contract/endpoints";
import { redisTest } from "@/lib/testing/redis-test";

import { getJobDetail } from "../get-job-detail";
import { openTestConnection } from "../test-connection";
import { handleJob } from "./serve-connection";

const detailSchema = z.object({ failedReason: z.string().nullable() });

redisTest("a call that takes no old answer sees a key changed by hand at once", async ({ redis, redisUrl, prefix }) => {
  const { hostname, port } = new URL(redisUrl);
  const flows = new FlowProducer({ connection: { host: hostname, port: Number(port) }, prefix });
  await flows.add({ name: "root", queueName: "orders", opts: { jobId: "root" } });
  await flows.close();
  const connection = await openTestConnection({ redisUrl, prefixes: [prefix] });
  Reflect.set(globalThis, "flowlockRuntime", { env: {}, connections: new Map([["default", connection]]) });
  const handler = handleJob(endpoints.getJobDetail, (served, job) => getJobDetail(served, job));
  const ask = async (headers: Record<string, string>) => {
    const request = new Request("http://127.0.0.1:3000/api/c/default/jobs/q/root", { headers });
    const params = Promise.resolve({ conn: "default", queue: `${prefix}:orders`, job: "root" });
    return detailSchema.parse(await (await handler(request, { params })).json()).failedReason;
  };
  expect(await ask({ "cache-control": "max-age=10" })).toBeNull();

  await redis.hset(`${prefix}:orders:root`, "failedReason", "by hand");

  expect(await ask({ "cache-control": "no-cache" })).toBe("by hand");
  expect(await ask({})).toBe("by hand");
});

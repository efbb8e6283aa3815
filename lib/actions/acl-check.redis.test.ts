import { readFile } from "node:fs/promises";

import { expect } from "vitest";

import { checkInvariants } from "@/lib/testing/check-invariants";
import { holdChild } from "@/lib/testing/hold-child";
import { checkRights, leastWriterRights, openRedisAs, scriptRights } from "@/lib/testing/least-acl";
import { openOperator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";

redisTest("the README names a writer's least rights", async () => {
  const readme = await readFile("README.md", "utf8");
  const [, line = ""] =
    /^ACL SETUSER flowlock-writer on >PASSWORD ~bull:\* ~flowlock:\* &bull:\* (.*)$/m.exec(readme) ?? [];

  expect(line.split(" ").toSorted()).toEqual(leastWriterRights.toSorted());
});

redisTest("a user who may not ask for its rights is refused", async ({ redis, redisUrl, prefix }) => {
  const actorRedis = await openRedisAs({ redisUrl, prefix }, { rights: scriptRights.map((command) => `+${command}`) });
  const operator = openOperator(createJobActor, { redis, actorRedis });
  const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });

  const result = await operator.perform("fail", await operator.preview("fail", flow.child));

  expect(result).toMatchObject({ result: "refused", code: "redis-denied", after: { state: "active" } });
});

redisTest(
  "a user without rights on the parent's queue is refused before the job is touched",
  async ({ redis, redisUrl, prefix }) => {
    const rights = [...scriptRights, ...checkRights].map((command) => `+${command}`);
    const keys = [`~${prefix}:cards:*`, `%R~${prefix}:*`];
    const actorRedis = await openRedisAs({ redisUrl, prefix }, { rights, keys });
    const operator = openOperator(createJobActor, { redis, actorRedis });
    const flow = await holdChild({ redisUrl, prefix, policy: "ignore" });

    const result = await operator.perform("fail", await operator.preview("fail", flow.child));

    expect(result).toMatchObject({ result: "refused", code: "redis-denied", after: { state: "active" } });
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

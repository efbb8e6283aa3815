import { expect, onTestFinished } from "vitest";

import { six } from "@/lib/testing/bullmq-generations";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { openOperator } from "@/lib/testing/operator";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";
import { ownEffects } from "./test-faults";
import { scenes } from "./test-scenes";

redisTest.for(scenes.map((scene) => ({ scene, what: scene.name })))(
  "of three who do it at once exactly one has done it: $what",
  async ({ scene }, { redis, redisUrl, prefix }) => {
    const { job, options } = await scene.stage({ redis, redisUrl, prefix, generation: six });
    const operators = [1, 2, 3].map(() => {
      const actorRedis = redis.duplicate();
      onTestFinished(() => actorRedis.disconnect());
      return openOperator(createJobActor, { redis, actorRedis });
    });
    const [first] = operators;
    const announced = await first?.preview(scene.action, job, options);
    if (first === undefined || announced === undefined) throw new Error("There are three operators.");

    const ends = await Promise.all(operators.map((operator) => operator.perform(scene.action, announced, options)));

    expect(ends.map(({ result }) => result).toSorted()).toEqual([
      "done",
      expect.toBeOneOf(["skipped", "refused"]),
      expect.toBeOneOf(["skipped", "refused"]),
    ]);
    await first.expectFates(ownEffects({ announced, job }));
    expect(await checkInvariants({ redisUrl, prefix })).toEqual([]);
  },
);

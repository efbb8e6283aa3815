import { expect } from "vitest";

import { six } from "@/lib/testing/bullmq-generations";
import { openOperator } from "@/lib/testing/operator";
import { readKeys } from "@/lib/testing/read-keys";
import { redisTest } from "@/lib/testing/redis-test";

import { createJobActor } from "./job-actor";
import { scenes } from "./test-scenes";

const broken = [
  { where: "cards:card-1", text: "{" },
  { where: "cards:card-1", text: "null" },
  { where: "cards:card-1", text: '{"id":"settle-1"}' },
  { where: "payments:settle-1", text: "{" },
];

/** Their scripts follow the job's own parent fields. */
const following: ReadonlySet<string> = new Set(["fail", "retry", "put-back", "run-again"]);

redisTest.for(scenes.map((scene) => ({ scene, what: scene.name })))(
  "broken JSON about a parent refuses it whole, or does not matter to it: $what",
  async ({ scene }, { redis, redisUrl, prefix }) => {
    const operator = openOperator(createJobActor, { redis });
    for (const [index, { where, text }] of broken.entries()) {
      const own = `${prefix}-${index}`;
      const { job, options } = await scene.stage({ redis, redisUrl, prefix: own, generation: six });
      if ((await redis.exists(`${own}:${where}`)) === 0) continue;
      await redis.hset(`${own}:${where}`, "parent", text);
      const before = await readKeys(redis, own);

      const announced = await operator.preview(scene.action, job, options);
      const { result, code } = await operator.perform(scene.action, announced, options);

      if (following.has(scene.action) && where === `cards:${job.id}`)
        expect([announced.refusal, result, code]).toEqual(["bad-parent-json", "refused", "bad-parent-json"]);
      expect([text, result, code]).toEqual([text, announced.allowed ? "done" : "refused", announced.refusal]);
      if (!announced.allowed) expect(await readKeys(redis, own)).toEqual(before);
      // A parent that fails does so in a worker's hands.
      else await operator.expectFates(announced.effects.filter(({ to }) => to !== "failed"));
    }
  },
);

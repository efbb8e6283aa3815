import { latestFive } from "@/lib/testing/bullmq-generations";
import { redisTest } from "@/lib/testing/redis-test";

import { doAsLeast, refuseWithOneLess } from "./test-least-acl";
import { scenes } from "./test-scenes";

const onFive = scenes.map((scene) => ({ scene, what: scene.name }));

redisTest.for(onFive)(
  "a user with the writer's least rights does it as announced on BullMQ 5: $what",
  ({ scene }, { redis, redisUrl, prefix }) => doAsLeast({ redis, redisUrl, prefix, generation: latestFive }, scene),
);

redisTest.for(onFive)(
  "without any one command that it runs it is refused before anything is changed on BullMQ 5: $what",
  ({ scene }, { redis, redisUrl, prefix }) =>
    refuseWithOneLess({ redis, redisUrl, prefix, generation: latestFive }, scene),
);

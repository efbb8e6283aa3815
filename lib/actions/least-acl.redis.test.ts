import { latestFive, six } from "@/lib/testing/bullmq-generations";
import { redisTest } from "@/lib/testing/redis-test";

import { doAsLeast, refuseWithOneLess } from "./test-least-acl";
import { scenes } from "./test-scenes";

const onSix = scenes.map((scene) => ({ scene, generation: six, what: scene.name, on: six.name }));
/** Where BullMQ 5 leaves something else for a script to find; the other scenes on it are in the soak test. */
const resumedFive = onSix
  .filter(({ scene }) => scene.action === "resume-queue")
  .map((one) => ({ ...one, generation: latestFive, on: latestFive.name }));

redisTest.for([...onSix, ...resumedFive])(
  "a user with the writer's least rights does it as announced: $what on $on",
  ({ scene, generation }, { redis, redisUrl, prefix }) => doAsLeast({ redis, redisUrl, prefix, generation }, scene),
);

redisTest.for([...onSix, ...resumedFive])(
  "without any one command that it runs it is refused before anything is changed: $what on $on",
  ({ scene, generation }, { redis, redisUrl, prefix }) =>
    refuseWithOneLess({ redis, redisUrl, prefix, generation }, scene),
);

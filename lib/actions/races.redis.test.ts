import { generations, six } from "@/lib/testing/bullmq-generations";
import { redisTest } from "@/lib/testing/redis-test";

import { raceOperators, raceWithWorker } from "./test-races";

const rounds = 100;

const races = generations.flatMap((generation) =>
  (["fail", "retry"] as const).map((action) => ({ generation, on: generation.name, action })),
);

redisTest.for(races)(
  "either the worker of $on completes a job or the operator's $action takes it, never both",
  ({ generation, action }, { redis, redisUrl, prefix }) =>
    raceWithWorker({ redis, redisUrl, prefix, generation, action, rounds, parentQueue: "payments" }),
);

redisTest("of two operators who fail the same job one succeeds, a hundred times", ({ redis, redisUrl, prefix }) =>
  raceOperators({ redis, redisUrl, prefix, generation: six, rounds }, ["fail", "fail"]),
);

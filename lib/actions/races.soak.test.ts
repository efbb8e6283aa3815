import { generations } from "@/lib/testing/bullmq-generations";
import { redisTest } from "@/lib/testing/redis-test";

import { raceOperators, raceWithWorker } from "./test-races";

const rounds = 500;

const onEach = generations.map((generation) => ({ generation, on: generation.name }));
const withWorker = onEach.flatMap((one) =>
  (["cards", "payments"] as const).flatMap((parentQueue) =>
    (["fail", "retry"] as const).map((action) => ({ ...one, parentQueue, action })),
  ),
);

redisTest.for(withWorker)(
  "500 rounds: the worker of $on completes a job or the operator's $action takes it, its parent in $parentQueue",
  ({ generation, action, parentQueue }, { redis, redisUrl, prefix }) =>
    raceWithWorker({ redis, redisUrl, prefix, generation, action, rounds, parentQueue }),
);

redisTest.for(onEach.flatMap((one) => (["fail", "retry"] as const).map((second) => ({ ...one, second }))))(
  "500 rounds on $on: of two operators, one who fails a job and one whose action is $second, one succeeds",
  ({ generation, second }, { redis, redisUrl, prefix }) =>
    raceOperators({ redis, redisUrl, prefix, generation, rounds }, ["fail", second]),
);

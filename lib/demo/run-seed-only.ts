import { choosePrefix } from "./choose-prefix";
import { connectRedis } from "./connect-redis";
import { DemoUsageError } from "./demo-options";
import { findForeignQueues } from "./find-foreign-queues";
import type { OwnProcesses } from "./own-processes";
import { runShop } from "./run-shop";
import type { StopRequest } from "./stop-request";

export type SeedOnlyOptions = {
  readonly redisUrl: string;
  readonly force: boolean;
  readonly processes: OwnProcesses;
  readonly stop: Pick<StopRequest, "requested">;
  readonly say: (line: string) => void;
  readonly warn: (line: string) => void;
};

/** Runs the shop on a Redis of one's own until it is stopped; what it made stays there. */
export async function runSeedOnly(options: SeedOnlyOptions): Promise<void> {
  await Promise.race([options.stop.requested, operate(options)]);
}

async function operate({ redisUrl, force, processes, say, warn }: SeedOnlyOptions): Promise<void> {
  const prefix = await prefixFor(redisUrl, force);
  const { trouble, traffic } = await runShop({ place: { redisUrl, prefix }, processes, warn });
  say(`Seeded six queues under prefix ${prefix}: ${Object.values(trouble).join(", ")}. Workers and flows keep going.`);
  say(`Stop with Ctrl-C: the workers end, the data stays. See it with REDIS_URL set: npm start`);
  await traffic;
}

async function prefixFor(redisUrl: string, force: boolean): Promise<string> {
  const redis = await connectRedis(redisUrl);
  const choice = choosePrefix(await findForeignQueues(redis), force);
  redis.disconnect();
  if (choice.kind === "refuse") throw new DemoUsageError(choice.message);
  return choice.prefix;
}

import { expect, onTestFinished, vi } from "vitest";

import type { Effect } from "@/lib/core/action";
import { checkInvariants } from "@/lib/testing/check-invariants";
import { dumpKeys } from "@/lib/testing/dump-keys";
import { leastWriterRights, openRedisAs } from "@/lib/testing/least-acl";
import { openOperator } from "@/lib/testing/operator";
import { watchCommands } from "@/lib/testing/watch-commands";

import { createJobActor } from "./job-actor";
import type { Place, Scene } from "./test-scenes";

/** A scene's action, done by a user with the writer's least rights and held against what was announced. */
export async function doAsLeast(place: Place, scene: Scene): Promise<void> {
  const { redis } = place;
  const actorRedis = await openRedisAs(place, { rights: leastWriterRights });
  const operator = openOperator(createJobActor, { redis, actorRedis });
  const { job, options } = await scene.stage(place);

  const announced = await operator.preview(scene.action, job, options);
  const result = await operator.perform(scene.action, announced, options);

  expect(announced).toMatchObject({ allowed: true, refusal: null });
  expect(result).toMatchObject({ result: "done", code: null });
  if (announced.effects.some(isUpToWorkers)) runParents(place);
  await vi.waitFor(() => operator.expectFates(announced.effects), 5_000);
  expect(await checkInvariants(place)).toEqual([]);
}

/** A parent that fails does so in a worker's hands. */
function isUpToWorkers({ job, to }: Effect): boolean {
  return job.id === "settle-1" && to === "failed";
}

function runParents({ redisUrl, prefix, generation }: Place): void {
  const { hostname, port } = new URL(redisUrl);
  const connection = { host: hostname, port: Number(port) };
  const worker = new generation.Worker("payments", async () => "done", { connection, prefix });
  onTestFinished(() => worker.close());
}

/** What reading, checking and sending scripts takes, whatever the scripts run. */
const alwaysNeeded = ["multi", "exec", "eval", "evalsha", "acl|whoami", "acl|dryrun"];

/** A scene's action by users who lack one of the commands that it runs: each is told which, and nothing is changed. */
export async function refuseWithOneLess(place: Place, scene: Scene): Promise<void> {
  const { redis, prefix } = place;
  const needed = await commandsOf(place, scene);
  const { job, options } = await scene.stage(place);
  const announced = await openOperator(createJobActor, { redis }).preview(scene.action, job, options);
  const actorRedis = await openRedisAs(place, { rights: leastWriterRights });
  const user = String(await actorRedis.call("ACL", "WHOAMI"));
  const before = await dumpKeys(redis, prefix);

  const results = [];
  for (const missing of needed) {
    await redis.call("ACL", "SETUSER", user, `-${missing}`);
    // An actor of its own: what the user may do is remembered for a minute.
    const operator = openOperator(createJobActor, { redis, actorRedis });
    const foretold = await operator.check(job, scene.action, options).catch(deniedBy);
    const { result, code, denied } = await operator.perform(scene.action, announced, options);
    results.push([missing, foretold.refusal, foretold.denied, result, code, denied]);
    await redis.call("ACL", "SETUSER", user, `+${missing}`);
  }

  expect(results).toEqual(
    needed.map((missing) => [missing, "redis-denied", missing, "refused", "redis-denied", missing]),
  );
  expect(await dumpKeys(redis, prefix)).toEqual(before);
}

/** The API answers so where the reads that come before an action are refused. */
function deniedBy(error: unknown): { readonly refusal: string; readonly denied: unknown } {
  if (!(error instanceof Error) || error.name !== "RedisDeniedError" || !("command" in error)) throw error;
  return { refusal: "redis-denied", denied: error.command };
}

/** By experiment: every command that a script runs when the scene's action is done, on other keys of the same server. */
async function commandsOf(place: Place, scene: Scene): Promise<readonly string[]> {
  const own = { ...place, prefix: `${place.prefix}-first` };
  const operator = openOperator(createJobActor, { redis: place.redis });
  const { job, options } = await scene.stage(own);
  const announced = await operator.preview(scene.action, job, options);
  const { commands } = await watchCommands(place, () => operator.perform(scene.action, announced, options));
  const scripted = commands.filter((one) => one.scripted && one.args.some((arg) => arg.startsWith(own.prefix)));
  return [...new Set([...alwaysNeeded, ...scripted.map(({ name }) => name)])];
}

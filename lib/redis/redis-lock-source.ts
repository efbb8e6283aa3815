import type { Redis } from "ioredis";

import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobEvent } from "@/lib/core/job-event";
import type { HeldLocks, LockSource, RunEvents } from "@/lib/core/lock-source";

import { activeScript } from "./active-script";
import { HeldJobs } from "./held-jobs";
import { readActive, readActiveByScript } from "./read-active";
import type { ActiveJobs } from "./read-active";
import { readFinished, readFinishedBy } from "./read-finished";
import { createJobEventsReader } from "./read-job-events";
import { readProgressSigns, readProgressSignsByScript } from "./read-progress-signs";
import { ReadScript } from "./read-script";
import { RedisClock } from "./redis-clock";
import { RunFollower } from "./run-follower";
import { sampleByCommands, sampleByScript } from "./sample-jobs";
import { scriptElseCommands } from "./script-else-commands";
import { signsScript } from "./signs-script";
import { sweepScript } from "./sweep-script";

type Options = { readonly redis: Redis; readonly reader: Pick<FlowReader, "readJobs" | "kind"> };

type Deps = Options & {
  readonly clock: RedisClock;
  readonly held: HeldJobs;
  readonly readActive: (queues: readonly string[]) => Promise<ActiveJobs>;
};

/** The sampler's reads: bounded, and by read-only scripts where the reader may use them. */
export function createRedisLockSource(options: Options): LockSource {
  const { redis, reader } = options;
  const clock = new RedisClock(redis);
  const script = (text: string) => new ReadScript(redis, text);
  const [active, signs, sample] = [script(activeScript), script(signsScript), sampleByScript(script(sweepScript))];
  const readByScript = (queues: readonly string[]) => readActiveByScript(redis, active, queues);
  const deps = {
    ...{ redis, reader, clock },
    held: new HeldJobs(scriptElseCommands(reader, sample, sampleByCommands(clock))),
    readActive: scriptElseCommands(reader, readByScript, (queues) => readActive(redis, queues)),
  };
  const follower = new RunFollower({ ...options, clock });
  const readJobEvents = createJobEventsReader(options);
  return {
    readHeldLocks: (queues) => readHeldLocks(deps, queues),
    readSigns: scriptElseCommands(
      reader,
      (refs) => readProgressSignsByScript(signs, refs),
      (refs) => readProgressSigns(redis, refs),
    ),
    readRunEvents: async (ref) => toRunEvents(await readJobEvents({ ref, backTo: "active" })),
    followRuns: (queues) => follower.look(queues),
    readFinished: scriptElseCommands(
      reader,
      (queue, between) => readFinishedBy({ redis, sample }, queue, between),
      (queue, between) => readFinished(redis, queue, between),
    ),
  };
}

/** Of the present run, from what happened back to its start, newest first. */
function toRunEvents(events: readonly JobEvent[]): RunEvents {
  const atMsOf = (name: string) => events.find(({ event }) => event === name)?.atMs ?? null;
  return { activeAtMs: atMsOf("active"), lastProgressAtMs: atMsOf("progress") };
}

async function readHeldLocks(deps: Deps, queues: readonly string[]): Promise<HeldLocks> {
  const { refs, queuesWithStalledCheck, truncated } = await deps.readActive(queues);
  const { held, without } = await deps.held.sweep(refs);
  // Without a lock the job may just have finished or just be fetched: only a second, whole reading says "lost".
  const doubtful = without.filter((job) => job.finishedAtMs === null).map((job) => job.ref);
  const confirmed = doubtful.length === 0 ? [] : await deps.reader.readJobs(doubtful);
  const jobs = [...held, ...confirmed.filter((job) => job.state === "active")];
  const atMs = Math.max(0, ...[held.at(-1), without.at(-1)].map((job) => job?.readAtMs ?? 0));
  return { atMs: atMs === 0 ? await deps.clock.readRecentMs() : atMs, jobs, queuesWithStalledCheck, truncated };
}

import "server-only";

import type { FlowReader } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import type { JobRef } from "@/lib/core/job-ref";
import { EventMarks } from "@/lib/redis/event-marks";
import { readWriteCount } from "@/lib/redis/read-write-count";
import type { CountedRedis } from "@/lib/redis/redis-connection";

import { IdleBudget } from "./idle-budget";
import { createKeptReader } from "./kept-reader";
import { Pulse } from "./pulse";

type Options = {
  readonly redis: CountedRedis;
  readonly reader: FlowReader;
  readonly directory: { queues(): readonly string[] };
  readonly watch: { sweptJob(ref: JobRef): JobReading | null };
  readonly now: () => number;
};

/** What pages left open may cost where there are writes, but none that BullMQ tells of. */
const idleCommandsPerSecond = 2;
const idleCommandsSavedMax = 40;

/** A reader that asks Redis again only for what may have changed, and the pulse by which it knows. */
export function keepReadings({ redis, reader, directory, watch, now }: Options) {
  const marks = new EventMarks(redis);
  const pulse = new Pulse({
    lookForEvents: (queues) => marks.look(queues),
    readWriteCount: () => readWriteCount(redis),
    readClockMs: () => reader.readClockMs(),
    queues: () => directory.queues(),
    now,
  });
  const budget = new IdleBudget({
    commandsSent: () => redis.commandsSent,
    perSecond: idleCommandsPerSecond,
    savedMax: idleCommandsSavedMax,
    now,
  });
  return { pulse, reader: createKeptReader({ reader, pulse, budget, sweptJob: (ref) => watch.sweptJob(ref), now }) };
}

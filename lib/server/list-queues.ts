import "server-only";

import { splitQueue } from "@/lib/core/job-ref";
import type { QueueReading } from "@/lib/core/queue-reading";

import { readCacheMs } from "./connection";
import type { Connection } from "./connection";

/** All known queues as they are now. */
export async function listQueues(connection: Connection) {
  return connection.cache.read("queues", readCacheMs, async () => {
    const readAtMs = await connection.reader.readClockMs();
    const queues = await connection.reader.readQueues(connection.directory.queues());
    return {
      readAtMs,
      discovering: connection.directory.discovering(),
      queues: queues.map(toListed),
    };
  });
}

function toListed(reading: QueueReading) {
  const { queue, paused, counts, bullmqVersion, limits, oldestWaitingMs, damaged } = reading;
  const workers = reading.workers === null ? null : reading.workers.length;
  return {
    queue,
    ...splitQueue(queue),
    paused,
    counts,
    workers,
    bullmqVersion,
    limits,
    oldestWaitingMs,
    damaged,
  };
}

import type { Evidence } from "../diagnosis";
import type { JobReading } from "../job-reading";
import { jobKey } from "../job-ref";
import type { QueueReading } from "../queue-reading";

/** A field of a job's hash as it was read. */
export function hashEvidence(job: JobReading, field: string, value: string | number | null): Evidence {
  return {
    command: `HGET ${field}`,
    key: jobKey(job.ref),
    value: value === null ? "(none)" : String(value),
    readAtMs: job.readAtMs,
  };
}

/** The lock's TTL; its token is told as a digest only. */
export function lockEvidence(job: JobReading): readonly Evidence[] {
  const key = `${jobKey(job.ref)}:lock`;
  if (job.lock === null) return [{ command: "GET", key, value: "(none)", readAtMs: job.readAtMs }];
  return [
    { command: "PTTL", key, value: String(job.lock.ttlMs), readAtMs: job.readAtMs },
    { command: "GET", key, value: `lock ${job.lock.lockId} (digest)`, readAtMs: job.readAtMs },
  ];
}

/** In which collection of its queue the job stands. */
export function stateEvidence(job: JobReading): Evidence {
  const { queue, id } = job.ref;
  if (job.state === "active")
    return { command: `LPOS ${id}`, key: `${queue}:active`, value: "found", readAtMs: job.readAtMs };
  if (job.state === "missing") return { command: "EXISTS", key: jobKey(job.ref), value: "0", readAtMs: job.readAtMs };
  if (job.state === "none")
    return { command: `LPOS ${id}`, key: `${queue}:wait`, value: "(none)", readAtMs: job.readAtMs };
  if (job.state === "waiting") {
    const list = job.inPausedList ? "paused" : "wait";
    return { command: `LPOS ${id}`, key: `${queue}:${list}`, value: "found", readAtMs: job.readAtMs };
  }
  return { command: `ZSCORE ${id}`, key: `${queue}:${job.state}`, value: "found", readAtMs: job.readAtMs };
}

/** The parent still lists the child. */
export function dependencyEvidence(parent: JobReading, child: JobReading): Evidence {
  return {
    command: "SMEMBERS",
    key: `${jobKey(parent.ref)}:dependencies`,
    value: jobKey(child.ref),
    readAtMs: parent.readAtMs,
  };
}

export function workersEvidence(queue: QueueReading): Evidence {
  return {
    command: "CLIENT LIST",
    key: queue.queue,
    value: queue.workers === null ? "refused" : `${queue.workers.length} named connections`,
    readAtMs: queue.readAtMs,
  };
}

export function queueEvidence(queue: QueueReading, part: string, command: string, value: string): Evidence {
  return { command, key: `${queue.queue}:${part}`, value, readAtMs: queue.readAtMs };
}

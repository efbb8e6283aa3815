import { jobKey } from "../job-ref";
import { docLinks } from "./doc-links";
import type { CureReading, RootCause } from "./root-cause";
import { workersRead } from "./workers-read";

/** A worker that computes for longer than the lock lasts can't renew it, but stays connected. */
export function eventLoopBlocked(reading: CureReading): RootCause {
  const { culprit, queue } = reading;
  const connected = queue === null || queue.workers === null ? null : queue.workers > 0;
  return {
    id: "event-loop-blocked",
    kind: connected === true ? "guess" : "unknown",
    text:
      connected === true
        ? "The processor blocks its worker's event loop: the lock ran out while a worker of its queue is connected."
        : "The processor may block its worker's event loop, so that its lock can't be renewed; we can't tell.",
    evidence: queue === null ? [] : [workersRead(culprit.job.queue, queue)],
    remedy: "Move what computes long into a sandboxed processor, or let it give way to the event loop between pieces.",
    link: docLinks.sandboxed,
  };
}

export function workerDied(reading: CureReading): RootCause {
  const { culprit, queue, stalls, readAtMs } = reading;
  const gone = queue?.workers === 0;
  const again = stalls >= 2 ? ` It was taken back from a worker ${stalls} times.` : "";
  const stalled =
    stalls === 0 ? [] : [{ command: "HGET stc", key: jobKey(culprit.job), value: String(stalls), readAtMs }];
  return {
    id: "worker-died",
    kind: gone || stalls >= 2 ? "guess" : "unknown",
    text: `Its worker died: killed, out of memory or by an uncaught error.${again}`,
    evidence: [...(queue === null ? [] : [workersRead(culprit.job.queue, queue)]), ...stalled],
    remedy: "Look how the process ended (exit code, out-of-memory kill, uncaughtException) before the job runs again.",
    link: docLinks.stalled,
  };
}

import { columnQueueText } from "@/lib/core/column-fact";
import type { ColumnQueue } from "@/lib/core/column-fact";
import { culpritStatus } from "@/lib/core/culprit-reason";
import type { Culprit } from "@/lib/core/diagnosis";
import { isQueueCause } from "@/lib/core/queue-causes";

/** `held 3 h 12 m`, or of a queue `212 waiting · 0 workers`; `null` where the reason says it all. */
export function statusOf(culprit: Culprit, queue: ColumnQueue | null): string | null {
  if (!isQueueCause(culprit.cause)) return culpritStatus(culprit);
  return queue === null ? null : columnQueueText(queue);
}

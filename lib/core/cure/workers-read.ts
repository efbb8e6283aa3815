import type { Evidence } from "../diagnosis";
import { countOf } from "../job-label";
import type { CureReading } from "./root-cause";

/** How many workers of a queue CLIENT LIST named. */
export function workersRead(key: string, queue: NonNullable<CureReading["queue"]>): Evidence {
  const value = queue.workers === null ? "refused" : countOf(queue.workers, "named connection");
  return { command: "CLIENT LIST", key, value, readAtMs: queue.readAtMs };
}

import type { Redis } from "ioredis";

import { jobKey } from "@/lib/core/job-ref";
import { mayHaveLeft } from "@/lib/core/may-have-left";

import type { FlowUnderWay } from "./flow-under-way";
import { stillPending } from "./still-pending";

/** Takes out pending children that ended while the flow was read. */
export async function dropLeftChildren(redis: Redis, flow: FlowUnderWay): Promise<void> {
  const doubtful = flow
    .pendingEdges()
    .filter(({ child }) => mayHaveLeft(flow.jobs.get(jobKey(child))?.state ?? "missing"));
  if (doubtful.length === 0) return;
  const answers = await stillPending(redis, doubtful);
  for (const [index, edge] of doubtful.entries()) if (answers[index] === false) flow.drop(edge);
}

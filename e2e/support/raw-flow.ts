import { Redis } from "ioredis";

import { seedRawFlows } from "@/lib/testing/seed-raw-flow";
import { rawJob } from "@/lib/testing/seed-raw-job";
import type { RawJob } from "@/lib/testing/seed-raw-job";

const waits = { kind: "waiting-children" } as const;
const lost = { state: { kind: "active", token: "lost", lockMs: null }, worker: "worker-1" } as const;
const done = { kind: "completed", returnValue: "1" } as const;

/** One parent above so many children, the last of which is at work without a lock. */
export function fanOf(children: number): RawJob {
  const last = rawJob({ queue: "bull:fan", id: "last" }, { name: "charge-card", ...lost });
  const others = Array.from({ length: children - 1 }, (_, index) =>
    rawJob({ queue: "bull:fan", id: `c${index}` }, { name: "charge-card", state: done, worker: "worker-1" }),
  );
  return rawJob({ queue: "bull:fans", id: "fan" }, { name: "gather", state: waits, children: [...others, last] });
}

/** One parent above so many children that failed without a policy, and one at work without a lock. */
export function deadEndsOf(failed: number): RawJob {
  const state = { kind: "failed", reason: "declined", stack: "" } as const;
  const others = Array.from({ length: failed }, (_, index) =>
    rawJob({ queue: "bull:fan", id: `card-${index}` }, { name: "charge-card", state, worker: "worker-1" }),
  );
  const last = rawJob({ queue: "bull:refunds", id: "last" }, { name: "refund", ...lost });
  return rawJob({ queue: "bull:fans", id: "fan" }, { name: "gather", state: waits, children: [...others, last] });
}

/** Each job has one child; the last is at work without a lock. */
export function chainOf(jobs: number): RawJob {
  let below = rawJob({ queue: "bull:chain", id: "last" }, { name: "charge-card", ...lost });
  for (let index = jobs - 2; index >= 0; index -= 1)
    below = rawJob({ queue: "bull:chain", id: `link-${index}` }, { name: "gather", state: waits, children: [below] });
  return below;
}

/** Writes a flow as BullMQ would have left it. */
export async function seedFlow(redisUrl: string, flow: RawJob): Promise<void> {
  const redis = new Redis(redisUrl);
  await seedRawFlows(redis, [flow], { atMs: Date.now() });
  redis.disconnect();
}

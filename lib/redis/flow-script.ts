import { jobKey, splitQueue } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";

import type { ReadScript } from "./read-script";
import { decodeSlice } from "./walk-slice";
import type { Slice } from "./walk-slice";

/** A job to read; of one that is `processed` its parent says that it completed. */
export type WalkTask = { readonly ref: JobRef; readonly flag: "read" | "processed" };
export type Follow = "nothing" | "pending" | "open" | "all";

/** How long a slice may keep Redis, looked at every few jobs, and how many commands it may run. */
const budgetUs = 1_500;
const callsMax = 3_000;
/** Parents with more children than this are followed by bounded commands of their own. */
const followedMax = 500;
const tasksMax = 150;
const queuesMax = 300;

const bucketsOf = { nothing: "", pending: "d", open: "duf", all: "dufp" } as const satisfies Record<Follow, string>;
const flagOf = { read: "r", processed: "p" } as const satisfies Record<WalkTask["flag"], string>;

export type WalkRequest = {
  /** The next one last; a slice takes some from the end. */
  readonly stack: WalkTask[];
  readonly follow: Follow;
  readonly knownQueues: ReadonlySet<string>;
  /** Commands that the slice may run at most. */
  readonly callsLeft?: number;
};

export type TakenSlice = Slice & {
  readonly tasks: readonly WalkTask[];
  /** Their keys. */
  readonly asked: readonly JobKey[];
};

/** Runs one slice of the walk on the last tasks of the stack, which it takes from it. */
export async function runSlice(
  script: ReadScript,
  { stack, follow, knownQueues, callsLeft = callsMax }: WalkRequest,
): Promise<TakenSlice> {
  const tasks = stack.splice(-tasksMax).reverse();
  const [first] = tasks;
  if (first === undefined) throw new Error("A slice needs a task.");
  const places = queuePlaces(tasks, knownQueues);
  const args: (string | number)[] = [
    budgetUs,
    Math.min(callsMax, callsLeft),
    bucketsOf[follow],
    followedMax,
    places.size,
    ...places.keys(),
  ];
  const keys = tasks.map(({ ref }) => wellFormed(jobKey(ref)));
  args.push(JSON.stringify(tasks.flatMap(({ ref, flag }, at) => [keys[at], places.get(ref.queue) ?? 0, flagOf[flag]])));
  return { ...decodeSlice(await script.run(keys[0] ?? "", args), keys), tasks, asked: keys };
}

/** Half a surrogate pair can't be in a key, and is no JSON for Redis. */
function wellFormed(key: JobKey): JobKey {
  if (!/\p{Surrogate}/u.test(key)) return key;
  // safe because what is put in is no colon, so that the key is cut as before
  return key.replace(/\p{Surrogate}/gu, "\ufffd") as JobKey;
}

/** The tasks' own queues, and those at which the script may cut the keys that it finds. */
function queuePlaces(tasks: readonly WalkTask[], knownQueues: ReadonlySet<string>): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const add = (queue: string) => {
    if (!places.has(queue)) places.set(queue, places.size + 1);
  };
  for (const { ref } of tasks) add(ref.queue);
  const prefix = `${splitQueue(tasks[0]?.ref.queue ?? "").prefix}:`;
  if (knownQueues.size <= queuesMax) for (const queue of knownQueues) if (queue.startsWith(prefix)) add(queue);
  return places;
}

/** A job, named by its queue's qualified name (`prefix:name`, which is also the queue's key in Redis) and its id. */
export type JobRef = { readonly queue: string; readonly id: string };

/** A job with its name; `null` where the name was not read. */
export type NamedJob = JobRef & { readonly name: string | null };

/** The key of a job's hash in Redis. Only `jobKey` makes one. */
export type JobKey = string & { readonly __brand: "JobKey" };

/** BullMQ `src/classes/queue-keys.ts` (`QueueKeys.toKey`): `<prefix>:<queue name>:<id>`. */
export function jobKey({ queue, id }: JobRef): JobKey {
  // The one place that makes a JobKey, from the two parts that define it.
  return `${queue}:${id}` as JobKey;
}

const keysOfRefs = new WeakMap<JobRef, JobKey>();

/**
 * `jobKey` of a ref that lives on and is asked about often: its key is made once. Tens of thousands of refs are looked
 * up a dozen times each by triage; making and hashing their keys anew was a third of its time.
 */
export function lastingJobKey(ref: JobRef): JobKey {
  const known = keysOfRefs.get(ref);
  if (known !== undefined) return known;
  const key = jobKey(ref);
  keysOfRefs.set(ref, key);
  return key;
}

export function sameJob(a: JobRef, b: JobRef): boolean {
  return a.queue === b.queue && a.id === b.id;
}

/**
 * Splits a qualified queue name at its last colon: BullMQ forbids colons in queue names, prefixes may have them.
 * Without a colon the prefix is empty.
 */
export function splitQueue(queue: string): { readonly prefix: string; readonly name: string } {
  const colon = queue.lastIndexOf(":");
  if (colon < 0) return { prefix: "", name: queue };
  return { prefix: queue.slice(0, colon), name: queue.slice(colon + 1) };
}

/**
 * Cuts a job's key at the longest known queue that it starts with, because ids and prefixes may hold colons
 * (`repeat:<scheduler>:<millis>`). For a queue never seen: the id follows the last colon.
 * `null` for a key that names no job (fewer than two colons and no known queue).
 */
export function cutJobKey(key: string, knownQueues: Pick<ReadonlySet<string>, "has">): JobRef | null {
  for (let colon = key.lastIndexOf(":"); colon > 0; colon = key.lastIndexOf(":", colon - 1)) {
    const queue = key.slice(0, colon);
    if (knownQueues.has(queue)) return { queue, id: key.slice(colon + 1) };
  }
  const last = key.lastIndexOf(":");
  if (last <= 0 || key.indexOf(":") === last) return null;
  return { queue: key.slice(0, last), id: key.slice(last + 1) };
}

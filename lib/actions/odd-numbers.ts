/** What is no number in a queue's `meta` stops BullMQ's scripts half-way (`isQueuePausedOrMaxed.lua`, `trimEvents.lua`). */
export const metaNumbers = ["concurrency", "opts.maxLenEvents"] as const;

/** Whether one of these replies to HMGET has something else than a number, or nothing, where `metaNumbers` were asked for first. */
export function hasOddNumbers(metas: readonly unknown[]): boolean {
  return metas.some((meta) => Array.isArray(meta) && meta.slice(0, metaNumbers.length).some(isOddNumber));
}

/** Whether a value that is there is no whole number, as INCR and HINCRBY need it. */
export function isOddNumber(value: unknown): boolean {
  return typeof value === "string" && !/^\d{1,15}$/.test(value);
}

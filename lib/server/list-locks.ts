import "server-only";

import type { Verdict } from "@/lib/core/verdict";

import { readCacheMs } from "./connection";
import type { Connection } from "./connection";
import { readOffset } from "./page-cursor";

type Query = {
  readonly verdict?: Verdict | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** The held locks as the last sweep saw them, most suspicious first. Fails while Redis is away: an old sweep is not today's truth. */
export async function listLocks({ watch, reader, cache, ping }: Connection, { verdict, cursor, limit }: Query) {
  const clockMs = await cache.read("clock", readCacheMs, async () => {
    await ping();
    return reader.readClockMs();
  });
  const sweep = watch.lastSweep();
  const counts = new Map<Verdict, number>();
  for (const lock of sweep.locks) counts.set(lock.verdict, (counts.get(lock.verdict) ?? 0) + 1);
  const wanted = verdict === undefined ? sweep.locks : sweep.locks.filter((lock) => lock.verdict === verdict);
  const start = readOffset(cursor);
  const end = start + limit;
  return {
    readAtMs: sweep.atMs ?? clockMs,
    counts: Object.fromEntries(counts),
    locks: wanted.slice(start, end),
    cursor: end < wanted.length ? String(end) : null,
  };
}

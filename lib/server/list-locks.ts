import "server-only";

import { jobKey } from "@/lib/core/job-ref";
import type { Verdict } from "@/lib/core/verdict";

import { readCacheMs } from "./connection";
import type { Connection } from "./connection";
import { readOffset } from "./page-cursor";
import { lookForCulprits } from "./triage/look-for-culprits";

const nothing = { jobs: 0, flows: 0 };

type Query = {
  readonly verdict?: Verdict | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
};

/** The held locks as the last sweep saw them, most suspicious first. Fails while Redis is away: an old sweep is not today's truth. */
export async function listLocks(connection: Connection, { verdict, cursor, limit }: Query) {
  const { watch, reader, cache, ping } = connection;
  const clockMs = await cache.read("clock", readCacheMs, async () => {
    await ping();
    return reader.readClockMs();
  });
  // The sweep knows what locks block only as far as somebody looked for it.
  const { blocks } = (await lookForCulprits(connection)).result;
  const sweep = watch.lastSweep();
  const counts = new Map<Verdict, number>();
  for (const lock of sweep.locks) counts.set(lock.verdict, (counts.get(lock.verdict) ?? 0) + 1);
  const wanted = verdict === undefined ? sweep.locks : sweep.locks.filter((lock) => lock.verdict === verdict);
  const start = readOffset(cursor);
  const end = start + limit;
  return {
    readAtMs: sweep.atMs ?? clockMs,
    counts: Object.fromEntries(counts),
    locks: wanted.slice(start, end).map((lock) => ({ ...lock, blocks: blocks.get(jobKey(lock.job)) ?? nothing })),
    cursor: end < wanted.length ? String(end) : null,
  };
}

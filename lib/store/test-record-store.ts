import { describe, expect } from "vitest";

import { redisTest } from "@/lib/testing/redis-test";

import type { RecordPage, RecordStore, Shelf, StoredRecord } from "./record-store";
import { shelves } from "./record-store";

type Clock = { ms: number };
type Place = { readonly redisUrl: string; readonly prefix: string; readonly now: () => number };

const startMs = 1_700_000_000_000;

/** What every implementation of `RecordStore` guarantees. `open` may close what it opens in `onTestFinished`. */
export function describeRecordStore(name: string, open: (place: Place) => RecordStore): void {
  describe(`${name} as a store of records`, () => {
    const place = (redisUrl: string, prefix: string) => {
      const clock: Clock = { ms: startMs };
      return { clock, store: open({ redisUrl, prefix, now: () => clock.ms }) };
    };

    redisTest(
      "pages from newest to oldest; what comes and goes meanwhile shifts nothing",
      async ({ redisUrl, prefix }) => {
        const { store } = place(redisUrl, prefix);
        for (const [index, id] of ["a", "b", "c", "d"].entries()) await store.put("audit", record(id, startMs + index));

        const first = await store.page("audit", { cursor: null, limit: 2 });
        await store.put("audit", record("late", startMs + 9));
        await store.remove("audit", "c");
        const second = await store.page("audit", { cursor: first.cursor, limit: 2 });

        expect(first.records.map(({ id }) => id)).toEqual(["d", "c"]);
        expect(second).toEqual({ records: [record("b", startMs + 1), record("a", startMs)], cursor: null });
      },
    );

    redisTest("records of one instant are paged each once", async ({ redisUrl, prefix }) => {
      const { store } = place(redisUrl, prefix);
      for (const id of ["b", "a", "é", "d"]) await store.put("audit", record(id, startMs));
      const ids: string[] = [];
      let cursor: string | null = null;
      do {
        const page: RecordPage = await store.page("audit", { cursor, limit: 1 });
        ids.push(...page.records.map(({ id }) => id));
        ({ cursor } = page);
      } while (cursor !== null);

      expect(ids).toEqual(["é", "d", "b", "a"]);
    });

    redisTest("a page ends without a cursor exactly where nothing follows", async ({ redisUrl, prefix }) => {
      const { store } = place(redisUrl, prefix);
      for (const id of ["a", "b"]) await store.put("audit", record(id, startMs));

      expect(await store.page("audit", { cursor: null, limit: 2 })).toEqual({
        records: [record("b", startMs), record("a", startMs)],
        cursor: null,
      });
      expect((await store.page("audit", { cursor: null, limit: 1 })).cursor).not.toBeNull();
      expect(await store.page("limits", { cursor: null, limit: 1 })).toEqual({ records: [], cursor: null });
    });

    redisTest("a record of a known id takes the other's place, any text and any id", async ({ redisUrl, prefix }) => {
      const { store } = place(redisUrl, prefix);
      const odd = { id: '["bull:q","__proto__ \\u0000é"]', atMs: startMs, text: '{"a":"\r\n"}' };
      await store.put("limits", { ...odd, text: "old", atMs: startMs - 5 });
      await store.put("limits", odd);

      expect((await store.page("limits", { cursor: null, limit: 9 })).records).toEqual([odd]);
      await store.remove("limits", odd.id);
      await store.remove("limits", odd.id);
      expect((await store.page("limits", { cursor: null, limit: 9 })).records).toEqual([]);
    });

    redisTest(
      "a shelf stays within its bounds: the oldest make room, old ones are gone",
      async ({ redisUrl, prefix }) => {
        const { store, clock } = place(redisUrl, prefix);
        const { recordsMax, keptMs } = shelves.outbox;
        await Promise.all(
          Array.from({ length: recordsMax + 5 }, (_, index) =>
            store.put("outbox", record(`r${index}`, startMs + index)),
          ),
        );
        const all = await idsOf(store, "outbox");

        expect(all).toHaveLength(recordsMax);
        expect(all).not.toContain("r4");
        clock.ms = startMs + recordsMax + keptMs;
        await store.put("outbox", record("new", clock.ms));
        expect((await idsOf(store, "outbox")).every((id) => id === "new" || Number(id.slice(1)) >= recordsMax)).toBe(
          true,
        );
      },
    );

    redisTest(
      "finds records by how their ids begin, and counts them by their instants",
      async ({ redisUrl, prefix }) => {
        const { store } = place(redisUrl, prefix);
        for (const [index, id] of ["ab.1", "ab.2", "abc.1"].entries())
          await store.put("audit", record(id, startMs + index));

        const found = await store.find("audit", "ab.");

        expect(found.toSorted((a, b) => a.atMs - b.atMs)).toEqual([
          record("ab.1", startMs),
          record("ab.2", startMs + 1),
        ]);
        expect(await store.find("limits", "ab.")).toEqual([]);
        expect(await store.count("audit", startMs + 1)).toBe(2);
      },
    );

    redisTest("one holder has the lease until it runs out or is let go", async ({ redisUrl, prefix }) => {
      const { store } = place(redisUrl, prefix);

      expect(await store.holdLease("one", 60_000)).toBe(true);
      expect(await store.holdLease("two", 60_000)).toBe(false);
      expect(await store.holdLease("one", 60_000)).toBe(true);
      await store.releaseLease("two");
      expect(await store.holdLease("two", 60_000)).toBe(false);
      await store.releaseLease("one");
      expect(await store.holdLease("two", 60_000)).toBe(true);
    });
  });
}

function record(id: string, atMs: number): StoredRecord {
  return { id, atMs, text: JSON.stringify({ id }) };
}

async function idsOf(store: RecordStore, shelf: Shelf): Promise<readonly string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: RecordPage = await store.page(shelf, { cursor, limit: 400 });
    ids.push(...page.records.map(({ id }) => id));
    cursor = page.cursor;
  } while (cursor !== null);
  return ids;
}

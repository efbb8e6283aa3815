import { describe, expect } from "vitest";

import type { SnapshotOccasion } from "@/lib/core/snapshot";
import { redisTest } from "@/lib/testing/redis-test";

import { snapshotBounds } from "./snapshot-store";
import type { HeadPage, SnapshotStore, StoredSnapshot } from "./snapshot-store";

type Place = { readonly redisUrl: string; readonly prefix: string; readonly now: () => number };

const startMs = 1_700_000_000_000;
const { snapshotsMax, bodyBytesMax, bytesMax, keptMs } = snapshotBounds;

/** What every implementation of `SnapshotStore` guarantees. `open` may close what it opens in `onTestFinished`. */
export function describeSnapshotStore(name: string, open: (place: Place) => SnapshotStore): void {
  describe(`${name} as a store of snapshots`, () => {
    const place = (redisUrl: string, prefix: string) => {
      const clock = { ms: startMs };
      return { clock, store: open({ redisUrl, prefix, now: () => clock.ms }) };
    };

    redisTest("tells of a snapshot what was put, any text of it", async ({ redisUrl, prefix }) => {
      const { store } = place(redisUrl, prefix);
      const snapshot = { ...build("a-1", 0), head: '{"name":"__proto__ \r\n\\u0000é"}', body: 'H4sI"\u2028' };
      await store.put(snapshot);
      const { body: _, ...head } = snapshot;

      expect(await store.read("a-1")).toEqual(snapshot);
      expect(await store.page({ cursor: null, limit: 9 })).toEqual({ heads: [head], cursor: null });
      expect(await store.read("a-2")).toBeNull();
    });

    redisTest("pages from newest to oldest; what comes meanwhile shifts nothing", async ({ redisUrl, prefix }) => {
      const { store } = place(redisUrl, prefix);
      for (const id of ["a-1", "a-2", "b-1"]) await store.put(build(id, 0));
      const first = await store.page({ cursor: null, limit: 2 });
      await store.put(build("late", 9));
      const second: HeadPage = await store.page({ cursor: first.cursor, limit: 2 });

      expect(first.heads.map(({ id }) => id)).toEqual(["b-1", "a-2"]);
      expect(second.heads.map(({ id }) => id)).toEqual(["a-1"]);
      expect(second.cursor).toBeNull();
      expect((await store.find("a-")).map(({ id }) => id)).toEqual(["a-2", "a-1"]);
      expect(await store.find("c-")).toEqual([]);
    });

    redisTest("what is older than snapshots are kept is gone", async ({ redisUrl, prefix }) => {
      const { store, clock } = place(redisUrl, prefix);
      await store.put(build("old", 0));
      clock.ms = startMs + keptMs + 1;
      expect(await store.read("old")).toBeNull();
      await store.put(build("new", keptMs + 1));

      expect((await store.page({ cursor: null, limit: 9 })).heads.map(({ id }) => id)).toEqual(["new"]);
    });

    redisTest("no more are kept than the bound; those of actions make room first", async ({ redisUrl, prefix }) => {
      const { store } = place(redisUrl, prefix);
      await store.put(build("saved", 0));
      await store.put(build("stuck", 1, "incident"));
      for (let at = 0; at < snapshotsMax; at += 1) await store.put(build(`act-${at}`, 2 + at, "action"));
      const kept = await store.find("");

      expect(kept).toHaveLength(snapshotsMax);
      expect(kept.map(({ id }) => id)).toEqual(expect.arrayContaining(["saved", "stuck", "act-2"]));
      expect(await store.read("act-1")).toBeNull();
      expect(await store.read("saved")).not.toBeNull();
    });

    redisTest("all together weigh no more than the bound", async ({ redisUrl, prefix }) => {
      const { store } = place(redisUrl, prefix);
      const most = bytesMax / bodyBytesMax;
      const body = "x".repeat(bodyBytesMax);
      for (let at = 0; at < most + 3; at += 1) await store.put({ ...build(`s-${at}`, at), body });

      const kept = (await store.find("")).map(({ id }) => id);
      expect(kept).toHaveLength(most);
      expect(kept).not.toContain("s-2");
      expect(await store.read("s-3")).not.toBeNull();
    });
  });
}

function build(id: string, afterMs: number, occasion: SnapshotOccasion = "saved"): StoredSnapshot {
  return { id, atMs: startMs + afterMs, occasion, head: JSON.stringify({ id }), body: `body of ${id}` };
}

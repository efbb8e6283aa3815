import "server-only";

import { createHash } from "node:crypto";

import type { Health } from "@/lib/contract/health-schema";
import type { RedisAddress } from "@/lib/redis/redis-address";
import { parseRedisUrl } from "@/lib/redis/redis-address";
import { openRedisConnection } from "@/lib/redis/redis-connection";
import type { OperationStore } from "@/lib/core/operation";
import { MemoryOperationStore } from "@/lib/store/memory-operation-store";
import { MemoryStore } from "@/lib/store/memory-store";
import type { RecordStore } from "@/lib/store/record-store";
import { MemorySnapshotStore } from "@/lib/store/memory-snapshot-store";
import { RedisOperationStore } from "@/lib/store/redis-operation-store";
import { RedisSnapshotStore } from "@/lib/store/redis-snapshot-store";
import { RedisStore } from "@/lib/store/redis-store";
import type { SnapshotStore } from "@/lib/store/snapshot-store";
import { SturdyOperationStore } from "@/lib/store/sturdy-operation-store";
import { SturdySnapshotStore } from "@/lib/store/sturdy-snapshot-store";
import { SturdyStore } from "@/lib/store/sturdy-store";
import type { StoreStatus } from "@/lib/store/sturdy-store";

import type { Env } from "./env";
import { log } from "./log";

type Options = {
  readonly id: string;
  /** The Redis that is watched. */
  readonly address: RedisAddress;
  readonly env: Pick<Env, "store" | "storeUrl">;
  readonly now: () => number;
};

export type OpenStore = {
  readonly store: RecordStore;
  readonly operations: OperationStore;
  readonly snapshots: SnapshotStore;
  /** Where the records are, and since when they are only in memory. */
  readonly describe: () => Health["connections"][number]["records"];
  /** Resolves when what was kept is at hand, or the store does not answer. */
  readonly start: () => Promise<void>;
  readonly close: () => Promise<void>;
};

/** Opens the store of one connection's records, in this process or in a Redis. */
export function openStore({ id, address, env, now }: Options): OpenStore {
  const openedAtMs = now();
  if (env.store === "memory") {
    return {
      store: new MemoryStore({ now }),
      operations: new MemoryOperationStore({ now }),
      snapshots: new MemorySnapshotStore({ now }),
      describe: () => ({ store: "memory", state: "up", memorySinceAtMs: openedAtMs }),
      start: async () => undefined,
      close: async () => undefined,
    };
  }
  const redis = openRedisConnection(storeAddress(address, env), "store", () => undefined);
  const place = { redis, owner: ownerOf(id, address, env), now };
  const inner = new RedisStore(place);
  const store = new SturdyStore({ inner, now, onChange: (state) => tell(id, state) });
  const snapshots = new SturdySnapshotStore({ inner: new RedisSnapshotStore(place), now });
  return {
    store,
    snapshots,
    operations: new SturdyOperationStore({ inner: new RedisOperationStore(place), now }),
    describe: () => {
      const { state } = store.status();
      return { store: "redis", state, memorySinceAtMs: state === "denied" ? openedAtMs : null };
    },
    start: () => store.open(),
    close: async () => {
      await Promise.all([store.close(), snapshots.close()]);
      redis.disconnect();
    },
  };
}

function storeAddress(address: RedisAddress, { storeUrl }: Options["env"]): RedisAddress {
  if (storeUrl === null) return address;
  const parsed = parseRedisUrl(storeUrl);
  if (parsed.kind === "unusable") throw new Error("The environment was not checked before it was used.");
  return parsed.address;
}

/** A Redis of its own may hold the records of Flowlocks that watch different Redises. */
function ownerOf(id: string, { host, port, database }: RedisAddress, { storeUrl }: Options["env"]): string {
  if (storeUrl === null) return id;
  return `${id}-${createHash("sha256").update(`${host}:${port}/${database}`).digest("hex").slice(0, 8)}`;
}

const texts = {
  up: "Flowlock's records are kept in Redis again.",
  away: "The Redis for Flowlock's records does not answer. They wait in memory.",
  denied: "Redis refuses to keep Flowlock's records (the user needs ~flowlock:*). They are kept in memory.",
} as const satisfies Record<StoreStatus["state"], string>;

function tell(id: string, state: StoreStatus["state"]): void {
  log(state === "up" ? "info" : "warn", texts[state], { connection: id, code: `store-${state}` });
}

import type { ChainableCommander } from "ioredis";

import { OwnedRedis } from "./owned-redis";
import type { RecordPosition } from "./record-cursor";
import { newestFirst, pageOf } from "./snapshot-page";
import { readOccasion, snapshotBounds, snapshotsOverBounds } from "./snapshot-store";
import type { HeadPage, SnapshotStore, StoredHead, StoredSnapshot } from "./snapshot-store";

/**
 * Keeps snapshots in Redis: a body under a key of its own, which expires by itself, and for all of them a sorted set
 * with the instants, a hash with what lists tell and one with what each weighs, all under the owner's hash tag and
 * expiring. Throws as the reader does where Redis is away or refuses.
 */
export class RedisSnapshotStore extends OwnedRedis implements SnapshotStore {
  async put({ id, atMs, occasion, head, body }: StoredSnapshot): Promise<void> {
    const { keptMs } = snapshotBounds;
    const { index, heads, weights } = this.#keys();
    await this.ask(async () => {
      const commands = this.redis
        .multi()
        .set(this.#bodyKey(id), body, "PX", keptMs)
        .hset(heads, id, head)
        .hset(weights, id, `${occasion} ${Buffer.byteLength(body)}`)
        .zadd(index, atMs, id)
        .pexpire(index, keptMs)
        .pexpire(heads, keptMs)
        .pexpire(weights, keptMs);
      await exec(commands);
      await this.#makeRoom();
    });
  }

  async read(id: string): Promise<StoredSnapshot | null> {
    const { index, heads, weights } = this.#keys();
    return this.ask(async () => {
      const [body, head, weight, atMs] = await Promise.all([
        this.redis.get(this.#bodyKey(id)),
        this.redis.hget(heads, id),
        this.redis.hget(weights, id),
        this.redis.zscore(index, id),
      ]);
      if (body === null || head === null || atMs === null || Number(atMs) < this.#oldestMs()) return null;
      return { id, atMs: Number(atMs), occasion: toWeight(weight).occasion, head, body };
    });
  }

  async page(request: { readonly cursor: string | null; readonly limit: number }): Promise<HeadPage> {
    const { shown, cursor } = pageOf(await this.#places(), request);
    return { heads: await this.#headsOf(shown), cursor };
  }

  async find(start: string): Promise<readonly StoredHead[]> {
    return this.#headsOf((await this.#places()).filter(({ id }) => id.startsWith(start)));
  }

  async #headsOf(places: readonly RecordPosition[]): Promise<readonly StoredHead[]> {
    if (places.length === 0) return [];
    const { heads, weights } = this.#keys();
    const ids = places.map(({ id }) => id);
    const [texts, kinds] = await this.ask(() =>
      Promise.all([this.redis.hmget(heads, ...ids), this.redis.hmget(weights, ...ids)]),
    );
    return places.flatMap((place, at) => {
      const head = texts[at];
      return typeof head === "string" ? [{ ...place, occasion: toWeight(kinds[at]).occasion, head }] : [];
    });
  }

  /** All that are kept, newest first: no more than the bounds let in. */
  async #places(): Promise<readonly RecordPosition[]> {
    const last = 2 * snapshotBounds.snapshotsMax;
    const found = await this.ask(() => this.redis.zrevrange(this.#keys().index, 0, last, "WITHSCORES"));
    const places: RecordPosition[] = [];
    for (let at = 0; at + 1 < found.length; at += 2) places.push({ id: found[at] ?? "", atMs: Number(found[at + 1]) });
    return places.filter(({ atMs }) => atMs >= this.#oldestMs()).toSorted(newestFirst);
  }

  async #makeRoom(): Promise<void> {
    const { index, heads, weights } = this.#keys();
    const expired = await this.redis.zrangebyscore(index, "-inf", `(${this.#oldestMs()}`);
    const ids = (await this.#places()).map(({ id }) => id).toReversed();
    const known = ids.length === 0 ? [] : await this.redis.hmget(weights, ...ids);
    const dropped = [...expired, ...snapshotsOverBounds(ids.map((id, at) => ({ id, ...toWeight(known[at]) })))];
    if (dropped.length === 0) return;
    const commands = this.redis
      .multi()
      .del(...dropped.map((id) => this.#bodyKey(id)))
      .hdel(heads, ...dropped)
      .hdel(weights, ...dropped)
      .zrem(index, ...dropped);
    await exec(commands);
  }

  #oldestMs(): number {
    return this.now() - snapshotBounds.keptMs;
  }

  #keys() {
    const index = this.key("snapshots");
    return { index, heads: `${index}:heads`, weights: `${index}:weights` };
  }

  #bodyKey(id: string): string {
    return this.key(`snapshot:${id}`);
  }
}

/** Throws the first failure of any of them. */
async function exec(commands: ChainableCommander): Promise<void> {
  for (const [error] of (await commands.exec()) ?? []) if (error !== null) throw error;
}

/** `<occasion> <bytes>`, as `put` writes it. */
function toWeight(text: string | null | undefined) {
  const [occasion, bytes] = text?.split(" ", 2) ?? [];
  return { occasion: readOccasion(occasion), bytes: Number(bytes ?? 0) };
}

import { OwnedRedis } from "./owned-redis";
import { parseRecordCursor, toRecordCursor } from "./record-cursor";
import type { RecordPosition } from "./record-cursor";
import { shelves } from "./record-store";
import type { PageRequest, RecordPage, RecordStore, Shelf, StoredRecord } from "./record-store";
import { holdLeaseScript, putScript, releaseLeaseScript, removeScript } from "./store-scripts";

/** Fields looked at by one command; a shelf holds some thousand at most. */
const scanCount = 1_000;

/**
 * Keeps records in Redis: per shelf a hash with the texts and a sorted set with the instants, both under one hash tag
 * and expiring. Throws as the reader does where Redis is away or refuses.
 */
export class RedisStore extends OwnedRedis implements RecordStore {
  async put(shelf: Shelf, { id, atMs, text }: StoredRecord): Promise<void> {
    const { recordsMax, keptMs } = shelves[shelf];
    const bounds = [recordsMax, this.now() - keptMs, keptMs];
    await this.ask(() => this.redis.eval(putScript, 2, ...this.#keys(shelf), id, atMs, text, ...bounds));
  }

  async remove(shelf: Shelf, id: string): Promise<void> {
    await this.ask(() => this.redis.eval(removeScript, 2, ...this.#keys(shelf), id));
  }

  async page(shelf: Shelf, { cursor, limit }: PageRequest): Promise<RecordPage> {
    const [texts, instants] = this.#keys(shelf);
    const after = cursor === null ? null : parseRecordCursor(cursor);
    return this.ask(async () => {
      const start = after === null ? 0 : await this.#startAfter(instants, after);
      const found = await this.redis.zrevrange(instants, start, start + limit, "WITHSCORES");
      const oldestMs = this.now() - shelves[shelf].keptMs;
      const places = toPlaces(found).filter(({ atMs }) => atMs >= oldestMs);
      const shown = places.slice(0, limit);
      const last = shown.at(-1);
      const read = shown.length === 0 ? [] : await this.redis.hmget(texts, ...shown.map(({ id }) => id));
      return {
        records: shown.flatMap((place, index) => {
          const text = read[index];
          return typeof text === "string" ? [{ ...place, text }] : [];
        }),
        cursor: places.length > limit && last !== undefined ? toRecordCursor(last) : null,
      };
    });
  }

  async find(shelf: Shelf, start: string): Promise<readonly StoredRecord[]> {
    const [texts, instants] = this.#keys(shelf);
    return this.ask(async () => {
      const found = new Map<string, string>();
      let cursor = "0";
      do {
        const [next, fields] = await this.redis.hscan(texts, cursor, "MATCH", `${start}*`, "COUNT", scanCount);
        for (let index = 0; index + 1 < fields.length; index += 2)
          found.set(fields[index] ?? "", fields[index + 1] ?? "");
        cursor = next;
      } while (cursor !== "0");
      const ids = [...found.keys()];
      const scores = ids.length === 0 ? [] : await this.redis.zmscore(instants, ...ids);
      const oldestMs = this.now() - shelves[shelf].keptMs;
      return ids
        .map((id, index) => ({ id, atMs: Number(scores[index] ?? 0), text: found.get(id) ?? "" }))
        .filter(({ atMs }) => atMs >= oldestMs);
    });
  }

  async count(shelf: Shelf, sinceMs: number): Promise<number> {
    return this.ask(() => this.redis.zcount(this.#keys(shelf)[1], sinceMs, "+inf"));
  }

  async holdLease(holder: string, leaseMs: number): Promise<boolean> {
    return this.ask(async () => (await this.redis.eval(holdLeaseScript, 1, this.key("leader"), holder, leaseMs)) === 1);
  }

  async releaseLease(holder: string): Promise<void> {
    await this.ask(() => this.redis.eval(releaseLeaseScript, 1, this.key("leader"), holder));
  }

  /** Right after the record of the cursor; where it is gone, at the first one that is older. */
  async #startAfter(instants: string, { atMs, id }: RecordPosition): Promise<number> {
    const rank = await this.redis.zrevrank(instants, id);
    return rank === null ? this.redis.zcount(instants, atMs, "+inf") : rank + 1;
  }

  #keys(shelf: Shelf): readonly [string, string] {
    return [this.key(shelf), this.key(`${shelf}:at`)];
  }
}

function toPlaces(withScores: readonly string[]): readonly RecordPosition[] {
  const places: RecordPosition[] = [];
  for (let index = 0; index + 1 < withScores.length; index += 2)
    places.push({ id: withScores[index] ?? "", atMs: Number(withScores[index + 1]) });
  return places;
}

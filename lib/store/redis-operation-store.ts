import type { ActionResult } from "@/lib/core/action";
import type {
  Holding,
  Operation,
  OperationJob,
  OperationPage,
  OperationReading,
  OperationStore,
  Turn,
} from "@/lib/core/operation";

import { operationBounds, operationsOverBounds } from "./operation-bounds";
import { countField, parseJob, parseResult, readHead, toHead } from "./operation-record";
import {
  appendResultScript,
  beginJobScript,
  endOperationScript,
  holdOperationScript,
  openOperationScript,
  stopOperationScript,
} from "./operation-scripts";
import { OwnedRedis } from "./owned-redis";
import { releaseLeaseScript } from "./store-scripts";

/** Jobs written by one command. */
const jobsPerWrite = 500;

/**
 * Keeps operations in Redis: per operation a hash, a list of its jobs, a list of results as long as jobs were acted on,
 * and a lease, all under the owner's hash tag and expiring. Throws as the reader does where Redis is away or refuses.
 */
export class RedisOperationStore extends OwnedRedis implements OperationStore {
  /** It is listed last, so that nobody goes on with one that is written in part: that one expires. */
  create(operation: Operation): Promise<boolean> {
    const { id, jobs, startedAtMs } = operation;
    const { openMax, keptMs } = operationBounds;
    const oldestMs = this.now() - keptMs;
    return this.ask(async () => {
      if ((await this.redis.zcount(this.key("ops:open"), oldestMs, "+inf")) >= openMax) return false;
      const { head, jobs: jobsKey } = this.#keysOf(id);
      await this.redis.multi().hset(head, toHead(operation)).pexpire(head, keptMs).exec();
      for (let start = 0; start < jobs.length; start += jobsPerWrite) {
        const texts = jobs.slice(start, start + jobsPerWrite).map((job) => JSON.stringify(job));
        await this.redis
          .multi()
          .rpush(jobsKey, ...texts)
          .pexpire(jobsKey, keptMs)
          .exec();
      }
      const index = [this.key("ops"), this.key("ops:open"), this.key("ops:totals")];
      await this.redis.eval(openOperationScript, 3, ...index, id, startedAtMs, jobs.length, keptMs, oldestMs);
      await this.#makeRoom();
      return true;
    });
  }

  async read(id: string): Promise<OperationReading | null> {
    return readHead(await this.ask(() => this.redis.hgetall(this.#keysOf(id).head)));
  }

  async jobs(id: string, page: OperationPage): Promise<readonly OperationJob[]> {
    return (await this.#list(this.#keysOf(id).jobs, page)).map(parseJob);
  }

  async results(id: string, page: OperationPage): Promise<readonly ActionResult[]> {
    return (await this.#list(this.#keysOf(id).results, page)).map(parseResult);
  }

  async listRecent(limit: number): Promise<readonly OperationReading[]> {
    const readings = await this.ask(async () => {
      const ids = await this.redis.zrevrange(this.key("ops"), 0, limit - 1);
      return Promise.all(ids.map((id) => this.redis.hgetall(this.#keysOf(id).head)));
    });
    return readings.flatMap((head) => readHead(head) ?? []);
  }

  listOpen(): Promise<readonly string[]> {
    const { openMax, keptMs } = operationBounds;
    const oldestMs = this.now() - keptMs;
    const key = this.key("ops:open");
    return this.ask(() => this.redis.zrangebyscore(key, oldestMs, "+inf", "LIMIT", 0, 2 * openMax));
  }

  async hold(id: string, { holder, leaseMs }: Holding): Promise<boolean> {
    const { head, lease } = this.#keysOf(id);
    return (await this.ask(() => this.redis.eval(holdOperationScript, 2, head, lease, holder, leaseMs))) === 1;
  }

  async release(id: string, holder: string): Promise<void> {
    await this.ask(() => this.redis.eval(releaseLeaseScript, 1, this.#keysOf(id).lease, holder));
  }

  async begin(id: string, at: number, { holder, leaseMs }: Holding): Promise<Turn> {
    const { head, lease, results } = this.#keysOf(id);
    const answer = await this.ask(() => this.redis.eval(beginJobScript, 3, head, lease, results, holder, leaseMs, at));
    return answer === "go" || answer === "stop" ? answer : "lost";
  }

  async append(id: string, at: number, result: ActionResult, holder: string): Promise<boolean> {
    const { head, lease, results, jobs } = this.#keysOf(id);
    const text = JSON.stringify(result);
    const args = [holder, at, text, countField(result.result), operationBounds.keptMs].map(String);
    return (await this.ask(() => this.redis.eval(appendResultScript, 4, head, lease, results, jobs, ...args))) === 1;
  }

  async askToStop(id: string): Promise<void> {
    await this.ask(() => this.redis.eval(stopOperationScript, 1, this.#keysOf(id).head));
  }

  async end(id: string, atMs: number, holder: string): Promise<void> {
    const { head, lease } = this.#keysOf(id);
    const open = this.key("ops:open");
    await this.ask(() => this.redis.eval(endOperationScript, 3, head, lease, open, holder, id, String(atMs)));
  }

  async #makeRoom(): Promise<void> {
    const ids = await this.redis.zrange(this.key("ops"), "0", "-1");
    const open = new Set(await this.redis.zrange(this.key("ops:open"), "0", "-1"));
    const totals = await this.redis.hmget(this.key("ops:totals"), ...ids);
    const kept = ids.map((id, index) => ({ id, total: Number(totals[index] ?? 0), isOpen: open.has(id) }));
    for (const id of operationsOverBounds(kept)) {
      await this.redis.del(...Object.values(this.#keysOf(id)));
      await this.redis.zrem(this.key("ops"), id);
      await this.redis.hdel(this.key("ops:totals"), id);
    }
  }

  #list(key: string, { start, limit }: OperationPage): Promise<readonly string[]> {
    return this.ask(() => this.redis.lrange(key, start, start + limit - 1));
  }

  #keysOf(id: string) {
    const head = this.key(`op:${id}`);
    return { head, lease: `${head}:holder`, jobs: `${head}:jobs`, results: `${head}:results` };
  }
}

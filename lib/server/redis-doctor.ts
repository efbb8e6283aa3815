import "server-only";

import type { Redis } from "ioredis";

import { commandsOn } from "@/lib/actions/script-commands";
import type { DoctorReading, QueueSigns, RightsReading } from "@/lib/core/doctor/doctor-reading";
import { examineRedis } from "@/lib/core/doctor/examine-redis";
import type { RedisWarning } from "@/lib/core/doctor/redis-warning";
import { limits } from "@/lib/core/limits";
import { Pause } from "@/lib/redis/pause";
import { readPhantoms } from "@/lib/redis/read-phantoms";
import { readQueueSigns } from "@/lib/redis/read-queue-signs";
import { readWorkers } from "@/lib/redis/read-queues";
import { readCommands, readRights } from "@/lib/redis/read-rights";
import { RedisClock } from "@/lib/redis/redis-clock";
import { readServerInfo } from "@/lib/redis/read-server-info";

type Options = {
  readonly redis: Redis;
  readonly directory: { queues(): readonly string[]; unused(): readonly string[]; discovering(): boolean };
  readonly writable: boolean;
  /** Whether the reader would read by scripts, were it allowed to. */
  readonly usesScripts: boolean;
  readonly onFailure: (error: unknown) => void;
};

/** Between two looks, in ms: what is looked at changes when somebody deploys or configures. */
const roundMs = 60_000;
/** While queues are still being found. */
const discoveringMs = 1_000;

/** Looks in the background at what makes Redis unfit for BullMQ, a bounded number of queues at a time, and keeps what it found. */
export class RedisDoctor {
  readonly #options: Options;
  readonly #clock: RedisClock;
  readonly #pause = new Pause();
  readonly #signs = new Map<string, QueueSigns>();
  #reading: DoctorReading | null = null;
  #warnings: readonly RedisWarning[] = [];
  #next = 0;
  #rounds: Promise<void> | null = null;

  constructor(options: Options) {
    this.#options = options;
    this.#clock = new RedisClock(options.redis);
  }

  start(): void {
    this.#rounds ??= this.#goRounds();
  }

  async stop(): Promise<void> {
    this.#pause.end();
    await this.#rounds;
  }

  /** Gravest first; empty before the first look. */
  warnings(): readonly RedisWarning[] {
    return this.#warnings;
  }

  /** What the last look read; `null` before the first. */
  lastReading(): DoctorReading | null {
    return this.#reading;
  }

  /** One look, at once. Throws as reads do. */
  async examine(): Promise<readonly RedisWarning[]> {
    const { redis, directory, writable, usesScripts } = this.#options;
    const readAtMs = await this.#clock.readMs();
    const server = await readServerInfo(redis);
    const workersRefused = (await readWorkers(redis)) === null;
    const reading = {
      readAtMs,
      server,
      writable,
      workersRefused,
      usesScripts,
      readRights: await readRights(redis, readCommands),
      writeRights: await this.#readWriteRights(),
      queues: await this.#readSigns(readAtMs),
      phantoms: await readPhantoms(redis, directory.unused()),
    };
    this.#reading = reading;
    this.#warnings = examineRedis(reading);
    return this.#warnings;
  }

  async #goRounds(): Promise<void> {
    do {
      try {
        await this.examine();
      } catch (error) {
        if (!this.#pause.ended) this.#options.onFailure(error);
      }
    } while (await this.#pause.wait(this.#options.directory.discovering() ? discoveringMs : roundMs));
  }

  async #readWriteRights(): Promise<RightsReading | null> {
    const { redis, directory, writable } = this.#options;
    const [queue] = directory.queues();
    if (!writable || queue === undefined) return null;
    const commands = commandsOn(`${queue}:flowlock-dry-run`);
    return readRights(
      redis,
      commands.map((words) => ({ rule: words[0], words })),
    );
  }

  /** Goes on where the last look ended, so that many queues cost no more than few. */
  async #readSigns(nowMs: number): Promise<readonly QueueSigns[]> {
    const queues = this.#options.directory.queues();
    for (const queue of this.#signs.keys()) if (!queues.includes(queue)) this.#signs.delete(queue);
    const start = this.#next < queues.length ? this.#next : 0;
    const looked = queues.slice(start, start + limits.doctorQueuesMax);
    this.#next = start + limits.doctorQueuesMax;
    for (const signs of await readQueueSigns(this.#options.redis, looked, nowMs)) this.#signs.set(signs.queue, signs);
    return queues.flatMap((queue) => this.#signs.get(queue) ?? []);
  }
}

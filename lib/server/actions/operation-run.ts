import "server-only";

import type { ActionResult } from "@/lib/core/action";
import { countActed } from "@/lib/core/operation";
import type { OperationJob, OperationReading, OperationStore, Turn } from "@/lib/core/operation";
import { isRedisUnavailable } from "@/lib/core/redis-failure";
import type { Pause } from "@/lib/redis/pause";

import type { Connection } from "../connection";
import { actOnOne, recordResult } from "./act-on-one";

export type RunDeps = Pick<Connection, "actor" | "audit" | "now"> & {
  readonly store: OperationStore;
  /** What was read before is not served again. */
  readonly onChange: () => void;
};

type Options = RunDeps & {
  readonly id: string;
  /** Names this process among those that share the store. */
  readonly holder: string;
  readonly pause: Pause;
};

const jobsPerBatch = 50;
/** Leaves Redis and the workers room between two batches. */
const betweenBatchesMs = 200;
/** How long a Redis that takes no commands is waited for, a job's turn at a time. */
const awayTriesMax = 60;
const awayMs = 1_000;
/** Longer than the slowest act, whose every command may take as long as commands may. */
const leaseMs = 10_000;

/** Thrown through a run that ends here: this process is about to end, or another one goes on. */
const over = Symbol("the run is over");

/** One process' way through an operation, from the first job without a result on. */
export class OperationRun {
  readonly #options: Options;
  #batch: { readonly start: number; readonly jobs: readonly OperationJob[] } = { start: 0, jobs: [] };

  constructor(options: Options) {
    this.#options = options;
  }

  /** Resolves when it is done, stopped, another process' or left to one; rejects where its store fails for good. */
  async goThrough(): Promise<void> {
    const { id, store, holder } = this.#options;
    try {
      await this.#goOn();
    } catch (error) {
      if (error === over) return store.release(id, holder);
      throw error;
    }
  }

  async #goOn(): Promise<void> {
    const { id, store, holder, now } = this.#options;
    if (!(await this.#patiently(() => store.hold(id, { holder, leaseMs })))) return;
    const reading = await this.#patiently(() => store.read(id));
    if (reading === null || reading.endedAtMs !== null) throw over;
    let at = countActed(reading);
    if (reading.begun > at && (await this.#tellInterrupted(reading, at))) at += 1;
    for (; at < reading.total; at += 1) {
      if (at % jobsPerBatch === 0 && at > 0) await this.#rest(betweenBatchesMs);
      const result = await this.#act(reading, at);
      if (result === "stop") break;
      await this.#keep(reading, at, result);
    }
    await this.#patiently(() => store.end(id, now(), holder));
  }

  /** A job at which a process ended is told as it is now; one that is still as it was seen has its turn again. */
  async #tellInterrupted(reading: OperationReading, at: number): Promise<boolean> {
    const request = await this.#requestOf(reading, at);
    const result = await this.#patiently(() => this.#options.actor.lookBack(request));
    if (result === null) return false;
    await this.#keep(reading, at, result);
    return true;
  }

  /** Nothing was sent where Redis takes no commands just now, so the job's turn comes again. */
  async #act(reading: OperationReading, at: number): Promise<ActionResult | "stop"> {
    const request = await this.#requestOf(reading, at);
    for (let tries = 1; ; tries += 1) {
      if ((await this.#takeTurn(at)) === "stop") return "stop";
      const result = await actOnOne(this.#options, request);
      if (result.code !== "redis-unavailable" || tries >= awayTriesMax) return result;
      await this.#rest(awayMs);
    }
  }

  async #takeTurn(at: number): Promise<Exclude<Turn, "lost">> {
    const { id, store, holder, pause } = this.#options;
    if (pause.ended) throw over;
    const turn = await this.#patiently(() => store.begin(id, at, { holder, leaseMs }));
    if (turn === "lost") throw over;
    return turn;
  }

  async #keep({ operation }: OperationReading, at: number, result: ActionResult): Promise<void> {
    const { id, store, holder, onChange } = this.#options;
    recordResult(this.#options, operation, result);
    onChange();
    if (!(await this.#patiently(() => store.append(id, at, result, holder)))) throw over;
  }

  async #requestOf({ operation }: OperationReading, at: number) {
    const { id, store } = this.#options;
    const { start, jobs } = this.#batch;
    if (at < start || at >= start + jobs.length) {
      const page = { start: at, limit: jobsPerBatch };
      this.#batch = { start: at, jobs: await this.#patiently(() => store.jobs(id, page)) };
    }
    const next = this.#batch.jobs[at - this.#batch.start];
    if (next === undefined) throw new Error("An operation has no job beyond its last.");
    const { seen, ...job } = next;
    const { action, reason, options } = operation;
    return { action, job, seen, reason, options };
  }

  async #rest(ms: number): Promise<void> {
    if (!(await this.#options.pause.wait(ms))) throw over;
  }

  /** Asks again while Redis is away. */
  async #patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await ask();
      } catch (error) {
        if (!isRedisUnavailable(error) || tries >= awayTriesMax) throw error;
        await this.#rest(awayMs);
      }
    }
  }
}

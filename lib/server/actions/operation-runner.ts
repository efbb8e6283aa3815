import "server-only";

import type { ActionResult } from "@/lib/core/action";
import type { Operation, OperationReading, OperationStore } from "@/lib/core/operation";
import { Pause } from "@/lib/redis/pause";

import type { Connection } from "../connection";
import { actOnOne, recordResult } from "./act-on-one";

type Deps = Pick<Connection, "actor" | "audit" | "now"> & {
  readonly store: OperationStore;
  /** What was read before is not served again. */
  readonly onChange: () => void;
  readonly onFailure: (error: unknown) => void;
};

const jobsPerBatch = 50;
/** Leaves Redis and the workers room between two batches. */
const betweenBatchesMs = 200;
/** How long a Redis that takes no commands is waited for, a job's turn at a time. */
const awayTriesMax = 60;
const awayMs = 1_000;

/** Acts on many jobs without anybody waiting for the answer: in batches, one result per job, until it is done or told to stop. */
export class OperationRunner {
  readonly #deps: Deps;
  readonly #pause = new Pause();
  readonly #runs = new Map<string, Promise<void>>();

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  async start(operation: Operation): Promise<void> {
    await this.#deps.store.create(operation);
    this.#run(operation.id);
  }

  /** Goes on with what an earlier process began. A job that it acted on without telling is not as it was seen, and is skipped. */
  async resume(): Promise<void> {
    for (const id of await this.#deps.store.listOpen()) this.#run(id);
  }

  read(id: string): Promise<OperationReading | null> {
    return this.#deps.store.read(id);
  }

  /** Asks an operation to end after the job that it is at. */
  async stop(id: string): Promise<void> {
    await this.#deps.store.askToStop(id);
  }

  /** Ends after the jobs that are under way; what is left stays open. */
  async close(): Promise<void> {
    this.#pause.end();
    await Promise.all(this.#runs.values());
  }

  #run(id: string): void {
    if (this.#runs.has(id)) return;
    const run = this.#goThrough(id)
      .catch(this.#deps.onFailure)
      .finally(() => this.#runs.delete(id));
    this.#runs.set(id, run);
  }

  async #goThrough(id: string): Promise<void> {
    const { store, now } = this.#deps;
    const first = await store.read(id);
    if (first === null) return;
    const { operation } = first;
    for (let at = first.results.length; at < operation.jobs.length; at += 1) {
      if (this.#pause.ended) return;
      if (at % jobsPerBatch === 0 && at > 0 && !(await this.#pause.wait(betweenBatchesMs))) return;
      if ((await store.read(id))?.stopping === true) break;
      if (!(await this.#actOn(operation, at))) return;
    }
    await store.end(id, now());
  }

  /** `false`: this process is about to end. */
  async #actOn(operation: Operation, at: number): Promise<boolean> {
    const { store, onChange } = this.#deps;
    const result = await this.#actPatiently(operation, at);
    if (result === null) return false;
    recordResult(this.#deps, operation, result);
    await store.append(operation.id, result);
    onChange();
    return true;
  }

  /** Nothing was sent where Redis takes no commands just now, so the job's turn comes again. */
  async #actPatiently({ action, reason, options, jobs }: Operation, at: number): Promise<ActionResult | null> {
    const next = jobs[at];
    if (next === undefined) throw new Error("An operation has no job beyond its last.");
    const { seen, ...job } = next;
    for (let tries = 1; ; tries += 1) {
      const result = await actOnOne(this.#deps, { action, job, seen, reason, options });
      if (result.code !== "redis-unavailable" || tries >= awayTriesMax) return result;
      if (!(await this.#pause.wait(awayMs))) return null;
    }
  }
}

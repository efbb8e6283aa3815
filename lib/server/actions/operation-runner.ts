import "server-only";

import { randomUUID } from "node:crypto";

import type { OperationPage, OperationReading, OperationStore, Operation } from "@/lib/core/operation";
import { Pause } from "@/lib/redis/pause";

import { OperationRun } from "./operation-run";
import type { RunDeps } from "./operation-run";

type Deps = RunDeps & {
  readonly store: OperationStore;
  readonly onFailure: (error: unknown) => void;
};

/** What a process left behind that ended is found within this time. */
const lookMs = 5_000;

/** Acts on many jobs without anybody waiting for the answer: in batches, one result per job, until it is done or told to stop. */
export class OperationRunner {
  readonly #deps: Deps;
  readonly #holder = randomUUID();
  readonly #pause = new Pause();
  readonly #runs = new Map<string, Promise<void>>();
  #looking: Promise<void> | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
  }

  /** `false`: too many are under way. Throws as the store does. */
  async start(operation: Operation): Promise<boolean> {
    if (!(await this.#deps.store.create(operation))) return false;
    this.#run(operation.id);
    return true;
  }

  /** From now on goes on with what another process began and holds no more, its own predecessor first of all. */
  goOnWithOthers(): void {
    this.#looking ??= this.#look();
  }

  async read(id: string): Promise<OperationReading | null> {
    return this.#deps.store.read(id);
  }

  listRecent(limit: number): Promise<readonly OperationReading[]> {
    return this.#deps.store.listRecent(limit);
  }

  results(id: string, page: OperationPage) {
    return this.#deps.store.results(id, page);
  }

  /** Asks an operation to end after the job that it is at. */
  async stop(id: string): Promise<void> {
    await this.#deps.store.askToStop(id);
  }

  /** Ends after the jobs that are under way; what is left stays open. */
  async close(): Promise<void> {
    this.#pause.end();
    await Promise.all([...this.#runs.values(), this.#looking]);
  }

  async #look(): Promise<void> {
    do {
      try {
        for (const id of await this.#deps.store.listOpen()) this.#run(id);
      } catch (error) {
        this.#deps.onFailure(error);
      }
    } while (await this.#pause.wait(lookMs));
  }

  #run(id: string): void {
    if (this.#runs.has(id) || this.#pause.ended) return;
    const run = new OperationRun({ ...this.#deps, id, holder: this.#holder, pause: this.#pause })
      .goThrough()
      .catch(this.#deps.onFailure)
      .finally(() => this.#runs.delete(id));
    this.#runs.set(id, run);
  }
}

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
import { isRedisUnavailable } from "@/lib/core/redis-failure";

import { MemoryOperationStore, newestFirst } from "./memory-operation-store";

type Options = { readonly inner: OperationStore; readonly now: () => number };

/**
 * Keeps an operation where it can be kept: in the inner store, or in memory where that refuses to be written (rights,
 * memory). Throws where the inner store is away: what would be lost by a restart unnoticed is not begun.
 */
export class SturdyOperationStore implements OperationStore {
  readonly #inner: OperationStore;
  readonly #memory: MemoryOperationStore;

  constructor({ inner, now }: Options) {
    this.#inner = inner;
    this.#memory = new MemoryOperationStore({ now });
  }

  async create(operation: Operation): Promise<boolean> {
    try {
      return await this.#inner.create(operation);
    } catch (error) {
      if (isRedisUnavailable(error)) throw error;
      return this.#memory.create(operation);
    }
  }

  async read(id: string): Promise<OperationReading | null> {
    return (await this.#memory.read(id)) ?? this.#inner.read(id);
  }

  async jobs(id: string, page: OperationPage): Promise<readonly OperationJob[]> {
    return (await this.#of(id)).jobs(id, page);
  }

  async results(id: string, page: OperationPage): Promise<readonly ActionResult[]> {
    return (await this.#of(id)).results(id, page);
  }

  async listRecent(limit: number): Promise<readonly OperationReading[]> {
    const [here, there] = await Promise.all([this.#memory.listRecent(limit), this.#inner.listRecent(limit)]);
    return [...here, ...there].toSorted(newestFirst).slice(0, limit);
  }

  /** Of the inner store only: what is in memory is being gone through by this very process. */
  listOpen(): Promise<readonly string[]> {
    return this.#inner.listOpen();
  }

  async hold(id: string, holding: Holding): Promise<boolean> {
    return (await this.#of(id)).hold(id, holding);
  }

  async release(id: string, holder: string): Promise<void> {
    return (await this.#of(id)).release(id, holder);
  }

  async begin(id: string, at: number, holding: Holding): Promise<Turn> {
    return (await this.#of(id)).begin(id, at, holding);
  }

  async append(id: string, at: number, result: ActionResult, holder: string): Promise<boolean> {
    return (await this.#of(id)).append(id, at, result, holder);
  }

  async askToStop(id: string): Promise<void> {
    return (await this.#of(id)).askToStop(id);
  }

  async end(id: string, atMs: number, holder: string): Promise<void> {
    return (await this.#of(id)).end(id, atMs, holder);
  }

  async #of(id: string): Promise<OperationStore> {
    return (await this.#memory.read(id)) === null ? this.#inner : this.#memory;
  }
}

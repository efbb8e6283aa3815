import type { ActionResult } from "@/lib/core/action";
import type { Operation, OperationReading, OperationStore } from "@/lib/core/operation";

/** Ended operations are kept to be looked at; the oldest go first. */
const operationsMax = 100;

type Kept = Omit<OperationReading, "results"> & { readonly results: ActionResult[] };

/** Operations of this process only: they end with it. */
export class MemoryOperationStore implements OperationStore {
  readonly #kept = new Map<string, Kept>();

  async create(operation: Operation): Promise<void> {
    this.#kept.set(operation.id, { operation, results: [], stopping: false, endedAtMs: null });
    for (const [id, { endedAtMs }] of this.#kept) {
      if (this.#kept.size <= operationsMax) break;
      if (endedAtMs !== null) this.#kept.delete(id);
    }
  }

  async append(id: string, result: ActionResult): Promise<void> {
    this.#kept.get(id)?.results.push(result);
  }

  async askToStop(id: string): Promise<void> {
    const kept = this.#kept.get(id);
    if (kept !== undefined) this.#kept.set(id, { ...kept, stopping: true });
  }

  async end(id: string, atMs: number): Promise<void> {
    const kept = this.#kept.get(id);
    if (kept !== undefined) this.#kept.set(id, { ...kept, endedAtMs: atMs });
  }

  async read(id: string): Promise<OperationReading | null> {
    return this.#kept.get(id) ?? null;
  }

  async listOpen(): Promise<readonly string[]> {
    return [...this.#kept].filter(([, { endedAtMs }]) => endedAtMs === null).map(([id]) => id);
  }
}

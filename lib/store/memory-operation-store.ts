import type { ActionResult } from "@/lib/core/action";
import { countActed } from "@/lib/core/operation";
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

type Lease = { readonly holder: string; readonly untilMs: number };

type Kept = {
  readonly reading: OperationReading;
  readonly jobs: readonly OperationJob[];
  readonly results: ActionResult[];
  readonly lease: Lease | null;
};

/** By when they were started. */
export function newestFirst(a: OperationReading, b: OperationReading): number {
  return b.operation.startedAtMs - a.operation.startedAtMs;
}

/** Operations of this process only: they end with it. */
export class MemoryOperationStore implements OperationStore {
  readonly #kept = new Map<string, Kept>();
  readonly #now: () => number;

  constructor({ now }: { readonly now: () => number }) {
    this.#now = now;
  }

  async create({ jobs, ...operation }: Operation): Promise<boolean> {
    if ((await this.listOpen()).length >= operationBounds.openMax) return false;
    const counts = { done: 0, skipped: 0, refused: 0, unknown: 0 };
    const reading = { operation, total: jobs.length, counts, begun: 0, stopping: false, endedAtMs: null };
    this.#kept.set(operation.id, { reading, jobs, results: [], lease: null });
    const kept = [...this.#kept].map(
      ([
        id,
        {
          reading: { total, endedAtMs },
        },
      ]) => ({
        ...{ id, total },
        isOpen: endedAtMs === null,
      }),
    );
    for (const id of operationsOverBounds(kept)) this.#kept.delete(id);
    return true;
  }

  async read(id: string): Promise<OperationReading | null> {
    return this.#kept.get(id)?.reading ?? null;
  }

  async jobs(id: string, { start, limit }: OperationPage): Promise<readonly OperationJob[]> {
    return this.#kept.get(id)?.jobs.slice(start, start + limit) ?? [];
  }

  async results(id: string, { start, limit }: OperationPage): Promise<readonly ActionResult[]> {
    return this.#kept.get(id)?.results.slice(start, start + limit) ?? [];
  }

  async listRecent(limit: number): Promise<readonly OperationReading[]> {
    const readings = [...this.#kept.values()].map(({ reading }) => reading);
    return readings.toSorted(newestFirst).slice(0, limit);
  }

  async listOpen(): Promise<readonly string[]> {
    return [...this.#kept].filter(([, { reading }]) => reading.endedAtMs === null).map(([id]) => id);
  }

  async hold(id: string, { holder, leaseMs }: Holding): Promise<boolean> {
    const kept = this.#heldBy(id, holder);
    if (kept === null) return false;
    this.#kept.set(id, { ...kept, lease: { holder, untilMs: this.#now() + leaseMs } });
    return true;
  }

  async release(id: string, holder: string): Promise<void> {
    const kept = this.#kept.get(id);
    if (kept?.lease?.holder === holder) this.#kept.set(id, { ...kept, lease: null });
  }

  async begin(id: string, at: number, holding: Holding): Promise<Turn> {
    const reading = this.#kept.get(id)?.reading;
    if (reading === undefined || reading.endedAtMs !== null || countActed(reading) !== at) return "lost";
    if (!(await this.hold(id, holding))) return "lost";
    if (reading.stopping) return "stop";
    this.#change(id, { begun: at + 1 });
    return "go";
  }

  async append(id: string, at: number, result: ActionResult, holder: string): Promise<boolean> {
    const kept = this.#heldBy(id, holder);
    if (kept === null) return false;
    const acted = countActed(kept.reading);
    if (acted !== at) return acted > at && kept.lease?.holder === holder;
    kept.results.push(result);
    const { counts } = kept.reading;
    this.#change(id, { counts: { ...counts, [result.result]: counts[result.result] + 1 } });
    return true;
  }

  async askToStop(id: string): Promise<void> {
    this.#change(id, { stopping: true });
  }

  async end(id: string, atMs: number, holder: string): Promise<void> {
    if (this.#heldBy(id, holder) === null) return;
    this.#change(id, { endedAtMs: atMs });
    await this.release(id, holder);
  }

  #change(id: string, change: Partial<OperationReading>): void {
    const kept = this.#kept.get(id);
    if (kept !== undefined) this.#kept.set(id, { ...kept, reading: { ...kept.reading, ...change } });
  }

  /** `null`: it is unknown, or another holder has its lease. */
  #heldBy(id: string, holder: string): Kept | null {
    const kept = this.#kept.get(id);
    if (kept === undefined) return null;
    const isFree = kept.lease === null || kept.lease.untilMs <= this.#now() || kept.lease.holder === holder;
    return isFree ? kept : null;
  }
}

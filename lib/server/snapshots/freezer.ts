import "server-only";

import type { ActionId } from "@/lib/core/action";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { isRedisDenied, isRedisUnavailable } from "@/lib/core/redis-failure";
import { viewSignature } from "@/lib/core/snapshot";
import type { SnapshotOccasion } from "@/lib/core/snapshot";

import { isAppError } from "../app-error";
import type { Connection } from "../connection";
import { readFrozen } from "./read-frozen";

type Options = { readonly onFailure: (error: unknown) => void };
type Asked = {
  readonly job: JobRef;
  readonly occasion: Exclude<SnapshotOccasion, "saved">;
  readonly action: ActionId | null;
};
type Last = { readonly id: string; readonly atMs: number; readonly signature: string };

/** What an action waits for its snapshot at most. */
const patienceMs = 2_000;
/** A snapshot of the same flow that shows the same serves again for so long. */
const sameForMs = 60_000;
/** Many jobs may be acted on, or become stuck, at once: the rest go without, and without a look at their flows. */
const perMinuteMax = 30;
const rememberedMax = 200;

/** Takes snapshots that nobody asks for. It fails nobody: where none could be taken the answer is `null`. */
export class Freezer {
  readonly #options: Options;
  /** By their roots, the one taken last at the end. */
  readonly #last = new Map<string, Last>();
  #lookedAtMs: readonly number[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  /** The id of a snapshot of the job's flow as it is now. */
  async freeze(connection: Connection, asked: Asked): Promise<string | null> {
    const nowMs = connection.now();
    this.#lookedAtMs = this.#lookedAtMs.filter((atMs) => atMs > nowMs - 60_000);
    if (this.#lookedAtMs.length >= perMinuteMax) return null;
    this.#lookedAtMs = [...this.#lookedAtMs, nowMs];
    try {
      return await this.#take(connection, asked);
    } catch (error) {
      const isExpected = isAppError(error) || isRedisUnavailable(error) || isRedisDenied(error);
      if (!isExpected) this.#options.onFailure(error);
      return null;
    }
  }

  async #take(connection: Connection, { job, occasion, action }: Asked): Promise<string | null> {
    const frozen = await withinPatience(readFrozen(connection, job, {}));
    // What is read later is not what was seen before.
    if (frozen === null) return null;
    const nowMs = connection.now();
    const signature = viewSignature(frozen.view);
    const known = this.#last.get(jobKey(frozen.root));
    if (known !== undefined && known.signature === signature && nowMs - known.atMs < sameForMs) return known.id;
    const head = await connection.snapshots.keep({ ...frozen, occasion, action, operator: null });
    if (head === null) return null;
    this.#remember(jobKey(frozen.root), { id: head.id, atMs: nowMs, signature });
    return head.id;
  }

  #remember(root: string, last: Last): void {
    this.#last.delete(root);
    this.#last.set(root, last);
    const [oldest] = this.#last.keys();
    if (this.#last.size > rememberedMax && oldest !== undefined) this.#last.delete(oldest);
  }
}

async function withinPatience<T>(work: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((done) => {
    timer = setTimeout(() => done(null), patienceMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined); // in time, its failure was thrown above; late, what it read is no more what was seen before
  }
}

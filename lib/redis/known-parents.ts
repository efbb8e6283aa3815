import type { WaitingRoot } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";

/** A waiting parent as a script read it; `children` are those of its pending children that merely wait. */
export type ReadParent = WaitingRoot & {
  /** Its wait's score, as Redis writes it. */
  readonly score: string;
  /** Of all its pending children. */
  readonly keys: readonly string[];
  /** Those of its pending children that did more than wait. */
  readonly unread: readonly JobRef[];
};

/** A queue with fewer waiting roots is read anew each time. */
const rememberedFrom = 1_000;
const rememberedMax = 200_000;
/** So large a part, the oldest, is read anew at every look. */
const renewedPart = 20;
/** Without a look for this long, all is read anew. */
const lastsMs = 60_000;

type Kept = { readonly roots: ReadonlyMap<string, ReadParent>; readonly atMs: number };

/**
 * The roots waiting for children in line that one look read and the next one need only check, per queue: thousands of
 * such flows look the same from look to look. What the check can't see (a child's name, a mark set on it while it stays
 * in line) is seen within twenty looks, because each reads the oldest twentieth anew.
 */
export class KnownParents {
  readonly #ofQueue = new Map<string, Kept>();

  /** Those of the ids to be checked, the oldest first. */
  toCheck(queue: string, ids: readonly string[]): ReadonlyMap<string, ReadParent> {
    const kept = this.#ofQueue.get(queue);
    if (kept === undefined || performance.now() - kept.atMs > lastsMs) return new Map();
    const wanted = new Set(ids);
    const found = new Map<string, ReadParent>();
    let toRenew = Math.ceil(kept.roots.size / renewedPart);
    for (const [id, root] of kept.roots) {
      toRenew -= 1;
      if (toRenew < 0 && wanted.has(id)) found.set(id, root);
    }
    return found;
  }

  /** What the next look may rely on: those that it checked, then those that it read. */
  keep(queue: string, roots: readonly ReadParent[]): void {
    this.#ofQueue.delete(queue);
    let room = rememberedMax;
    for (const { roots: others } of this.#ofQueue.values()) room -= others.size;
    if (roots.length < rememberedFrom || roots.length > room) return;
    const byId = new Map(roots.map((root): [string, ReadParent] => [root.job.ref.id, root]));
    this.#ofQueue.set(queue, { roots: byId, atMs: performance.now() });
  }
}

/** It has no parent, and each of its pending children merely waits. */
export function isWaitingRoot({ job, children, keys }: ReadParent): boolean {
  return job.parent === null && keys.length > 0 && children.length === keys.length;
}

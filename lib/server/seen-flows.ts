import "server-only";

type Seen = { readonly jobs: number; readonly atMs: number; readonly tookMs: number };

const entriesMax = 1_000;
/** A flow that nobody looked at for this long is looked at as for the first time. */
const lastsMs = 60_000;

/** Flows that were looked at lately, and how large they are: a small one is read whole from the second look on. */
export class SeenFlows {
  readonly #jobsMax: number;
  readonly #seen = new Map<string, Seen>();

  constructor(jobsMax: number) {
    this.#jobsMax = jobsMax;
  }

  note(
    root: string,
    { jobs, nowMs, tookMs }: { readonly jobs: number; readonly nowMs: number; readonly tookMs?: number },
  ) {
    const known = this.#seen.get(root);
    this.#seen.delete(root);
    // What a whole read found too large, a first look counts only in part.
    const isTooLarge = (known?.jobs ?? 0) > this.#jobsMax && tookMs === undefined;
    this.#seen.set(root, { jobs: isTooLarge ? Infinity : jobs, atMs: nowMs, tookMs: tookMs ?? known?.tookMs ?? 0 });
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= entriesMax) return;
      this.#seen.delete(oldest);
    }
  }

  isSmall(root: string, nowMs: number): boolean {
    const seen = this.#seen.get(root);
    return seen !== undefined && nowMs - seen.atMs < lastsMs && seen.jobs <= this.#jobsMax;
  }

  /** How long its last whole read took. */
  tookMs(root: string): number {
    return this.#seen.get(root)?.tookMs ?? 0;
  }
}

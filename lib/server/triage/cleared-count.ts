import "server-only";

const dayMs = 24 * 60 * 60_000;
const entriesMax = 10_000;

/** Counts the culprits that went away in the last 24 hours, as far back as this process has looked. */
export class ClearedCount {
  #open: ReadonlySet<string> = new Set();
  readonly #clearedAtMs: number[] = [];

  /** Notes the culprits of one whole look; a truncated look says nothing about who is gone. Answers the count. */
  note(
    culprits: ReadonlySet<string>,
    { truncated, nowMs }: { readonly truncated: boolean; readonly nowMs: number },
  ): number {
    if (!truncated) {
      for (const key of this.#open) if (!culprits.has(key)) this.#clearedAtMs.push(nowMs);
      this.#open = culprits;
    }
    while (this.#clearedAtMs.length > entriesMax || nowMs - (this.#clearedAtMs[0] ?? nowMs) >= dayMs)
      this.#clearedAtMs.shift();
    return this.#clearedAtMs.length;
  }
}

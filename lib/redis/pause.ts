/** Waits between steps of background work, which end all at once when the work is stopped. */
export class Pause {
  readonly #waiting = new Set<() => void>();
  #ended = false;

  get ended(): boolean {
    return this.#ended;
  }

  /** Resolves after `ms`, or at once when ended: then with `false`. */
  async wait(ms: number): Promise<boolean> {
    if (this.#ended) return false;
    await new Promise<void>((done) => {
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        done();
      };
      const timer = setTimeout(wake, ms);
      this.#waiting.add(wake);
    });
    return !this.#ended;
  }

  end(): void {
    this.#ended = true;
    for (const wake of [...this.#waiting]) wake();
  }
}

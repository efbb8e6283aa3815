import "server-only";

type Options = {
  /** Commands sent so far by the connection that the budget is for. */
  readonly commandsSent: () => number;
  readonly perSecond: number;
  readonly savedMax: number;
  readonly now: () => number;
};

/** Commands that may be spent on reading again what no event says has changed: a rate, and some saved for a first look. */
export class IdleBudget {
  readonly #options: Options;
  #balance: number;
  #countedAtMs: number;

  constructor(options: Options) {
    this.#options = options;
    this.#balance = options.savedMax;
    this.#countedAtMs = options.now();
  }

  /** A read that is due may cost more than is left; the next one then waits until that is paid off. */
  allows(): boolean {
    const { now, perSecond, savedMax } = this.#options;
    const nowMs = now();
    this.#balance = Math.min(savedMax, this.#balance + ((nowMs - this.#countedAtMs) / 1_000) * perSecond);
    this.#countedAtMs = nowMs;
    return this.#balance > 0;
  }

  async spend<T>(read: () => Promise<T>): Promise<T> {
    const { commandsSent } = this.#options;
    const before = commandsSent();
    try {
      return await read();
    } finally {
      this.#balance -= commandsSent() - before;
    }
  }
}

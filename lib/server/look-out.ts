import "server-only";

import type { Availability } from "./availability";

type Options = {
  readonly look: () => Promise<unknown>;
  readonly availability: Availability;
  /** Redis answers for the first time, or again. */
  readonly onUp: () => void;
  /** Redis answers again after it did not. */
  readonly onBack: () => void;
};

/** How long after one look the next one comes, in ms. */
const lookOutMs = 1_000;

/** Looks every second whether Redis answers, so that its going and coming back is told although nobody asks. */
export class LookOut {
  readonly #options: Options;
  #timer: NodeJS.Timeout | null = null;
  #isAway = false;
  #isUp = false;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
  }

  start(): void {
    void this.#look();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #look(): Promise<void> {
    const { look, availability, onUp, onBack } = this.#options;
    try {
      await look();
      availability.noteAnswer();
      if (!this.#isUp) onUp();
      if (this.#isAway) onBack();
      this.#isUp = true;
      this.#isAway = false;
    } catch (error) {
      this.#isUp = false;
      this.#isAway = true;
      if (!this.#stopped) availability.noteFailure(error);
    }
    if (!this.#stopped) this.#timer = setTimeout(() => void this.#look(), lookOutMs);
  }
}

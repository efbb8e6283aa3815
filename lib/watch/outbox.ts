import type { RecordStore } from "@/lib/store/record-store";

import type { Delivery } from "./webhook";

type Options = {
  readonly store: RecordStore;
  readonly post: (body: string) => Promise<Delivery>;
  /** Told of each try. */
  readonly onTry: (delivery: Delivery) => void;
  readonly now: () => number;
};

export type OutboxState = {
  /** Messages that wait, as last looked at. */
  readonly pending: number;
  readonly lastDeliveredAtMs: number | null;
  readonly lastFailure: { readonly atMs: number; readonly reason: string } | null;
};

const firstRetryMs = 1_000;
const retryMaxMs = 5 * 60_000;
const batch = 100;

/**
 * Messages on their way to the webhook, kept by the store until it took them: a restart loses none, the oldest goes
 * first, and while the webhook is away the tries grow rarer. What waits for a day is given up.
 */
export class Outbox {
  readonly #options: Options;
  #state: OutboxState = { pending: 0, lastDeliveredAtMs: null, lastFailure: null };
  #failures = 0;
  #nextTryAtMs = 0;
  #running: Promise<void> | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  state(): OutboxState {
    return this.#state;
  }

  /** A message of a known id takes the other's place, so none is sent twice. */
  async add(id: string, body: string): Promise<void> {
    await this.#options.store.put("outbox", { id, atMs: this.#options.now(), text: body });
    this.#state = { ...this.#state, pending: this.#state.pending + 1 };
  }

  /** Sends what is due; never throws and is not to be waited for. */
  flush(): void {
    if (this.#options.now() < this.#nextTryAtMs) return;
    this.#running ??= this.#send().finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when the try that is under way has ended. */
  async settled(): Promise<void> {
    await this.#running;
  }

  /** Sends one message now, beside those that wait. */
  async sendNow(body: string): Promise<Delivery> {
    const delivery = await this.#options.post(body);
    this.#note(delivery);
    return delivery;
  }

  async #send(): Promise<void> {
    const { store, post } = this.#options;
    const waiting = await readOldestFirst(store);
    this.#state = { ...this.#state, pending: waiting.length };
    for (const { id, text } of waiting) {
      const delivery = await post(text);
      this.#note(delivery);
      if (!delivery.delivered) return;
      await store.remove("outbox", id);
      this.#state = { ...this.#state, pending: Math.max(0, this.#state.pending - 1) };
    }
  }

  #note(delivery: Delivery): void {
    const atMs = this.#options.now();
    this.#options.onTry(delivery);
    this.#failures = delivery.delivered ? 0 : this.#failures + 1;
    this.#state = delivery.delivered
      ? { ...this.#state, lastDeliveredAtMs: atMs, lastFailure: null }
      : { ...this.#state, lastFailure: { atMs, reason: delivery.reason } };
    const waitMs = delivery.delivered ? 0 : Math.min(retryMaxMs, firstRetryMs * 2 ** (this.#failures - 1));
    this.#nextTryAtMs = atMs + waitMs;
  }
}

async function readOldestFirst(store: RecordStore) {
  const records = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<RecordStore["page"]>> = await store.page("outbox", { cursor, limit: batch });
    records.push(...page.records);
    ({ cursor } = page);
  } while (cursor !== null);
  return records.toReversed();
}

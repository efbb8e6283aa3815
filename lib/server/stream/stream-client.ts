import "server-only";

import type { StreamTopic } from "./stream-topic";

type Options = {
  readonly topics: readonly StreamTopic[];
  /** It has room again after it had none: it is sent the latest of all its topics. */
  readonly onDrained: (client: StreamClient) => void;
  readonly onClosed: (client: StreamClient) => void;
  readonly now: () => number;
};

/** Bytes that wait for a client before it counts as slow. */
const waitingBytesMax = 128 * 1024;

/** One open stream. A client that does not take what it is sent misses events and gets the latest state instead. */
export class StreamClient {
  readonly topics: readonly StreamTopic[];
  readonly body: ReadableStream<Uint8Array>;
  readonly #options: Options;
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #behindSinceMs: number | null = null;

  constructor(options: Options) {
    this.topics = options.topics;
    this.#options = options;
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        pull: () => this.#noteRoom(),
        cancel: () => this.#closed(),
      },
      new ByteLengthQueuingStrategy({ highWaterMark: waitingBytesMax }),
    );
  }

  /** Since when it takes nothing any more; `null` where it keeps up. */
  get behindSinceMs(): number | null {
    return this.#behindSinceMs;
  }

  /** Sends a part of the stream, or leaves it out where too much waits already. */
  send(chunk: Uint8Array): void {
    const room = this.#controller?.desiredSize ?? 0;
    if (this.#behindSinceMs !== null || room <= 0) {
      this.#behindSinceMs ??= this.#options.now();
      return;
    }
    this.#controller?.enqueue(chunk);
  }

  /** Sends parts that belong together, whatever waits already. */
  sendAll(chunks: readonly Uint8Array[]): void {
    this.#behindSinceMs = null;
    for (const chunk of chunks) this.#controller?.enqueue(chunk);
  }

  /** Ends the stream in good order. */
  close(): void {
    const controller = this.#controller;
    this.#closed();
    controller?.close();
  }

  /** Ends the stream at once; what waits is thrown away. */
  drop(): void {
    const controller = this.#controller;
    this.#closed();
    controller?.error(new StuckClientError());
  }

  #noteRoom(): void {
    if (this.#behindSinceMs !== null) this.#options.onDrained(this);
  }

  #closed(): void {
    if (this.#controller === null) return;
    this.#controller = null;
    this.#options.onClosed(this);
  }
}

/** Next keeps silent about a response that ends with this name. */
class StuckClientError extends Error {
  override readonly name = "AbortError";
  constructor() {
    super("A client of the live stream takes nothing any more.");
  }
}

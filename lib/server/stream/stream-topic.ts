import "server-only";

import type { StreamFailure } from "@/lib/contract/stream-schemas";
import { liveViews } from "@/lib/core/live-view";
import type { LiveTopic } from "@/lib/core/live-view";
import { diffView } from "@/lib/core/view-patch";
import type { Doc } from "@/lib/core/view-patch";

import { toEventChunk } from "./event-chunk";

export type TopicSpec = {
  readonly name: LiveTopic;
  /** Two clients with the same key share one topic. */
  readonly key: string;
  readonly read: () => Promise<object>;
};

/** What a topic tells: a chunk of the stream, and its number. */
export type TopicEvent = { readonly number: number; readonly chunk: Uint8Array };

const keptEventsMax = 60;
const keptBytesMax = 512 * 1024;

/** One view that is read once for all its listeners and told as changes; remembers its latest events for those who come back. */
export class StreamTopic {
  readonly spec: TopicSpec;
  #doc: Doc | null = null;
  #failure: StreamFailure | null = null;
  #events: TopicEvent[] = [];
  #keptBytes = 0;
  /** The number of the latest event, and of the latest that is not kept. */
  #lastNumber = 0;
  #forgottenUpTo = 0;

  constructor(spec: TopicSpec) {
    this.spec = spec;
  }

  /** The `readAtMs` of what was told last. */
  get readAtMs(): number {
    const readAtMs = this.#doc?.["readAtMs"];
    return typeof readAtMs === "number" ? readAtMs : 0;
  }

  /** Takes a new view in; `null` where it says nothing new. The first is told whole and begins what can be replayed. */
  note(view: object, idOf: (number: number) => string, nextNumber: () => number): TopicEvent | null {
    // safe because views are plain data, and JSON is what leaves
    const next = JSON.parse(JSON.stringify(view)) as Doc;
    const before = this.#doc;
    const patch = before === null ? null : diffView(before, next, liveViews[this.spec.name].rowKeys);
    if (before !== null && patch === null && this.#failure === null) return null;
    this.#doc = next;
    this.#failure = null;
    if (before === null) {
      this.#lastNumber = nextNumber();
      this.#forgetEvents();
      return this.snapshot(this.#lastNumber, idOf);
    }
    const data = { kind: "patch", after: this.#lastNumber, patch: patch ?? { set: {}, rows: {} } };
    return this.#keep(data, idOf, nextNumber());
  }

  /** Takes in that the view can't be read; `null` where that was told already. */
  noteFailure(failure: StreamFailure, idOf: (number: number) => string, nextNumber: () => number): TopicEvent | null {
    if (this.#failure?.code === failure.code) return null;
    this.#failure = failure;
    return this.#keep(failure, idOf, nextNumber());
  }

  /** What a client needs that has nothing yet: the whole view, or why there is none. */
  snapshot(number: number, idOf: (number: number) => string): TopicEvent | null {
    const data = this.#doc === null ? this.#failure : { kind: "snapshot", view: this.#doc };
    if (data === null) return null;
    return { number, chunk: toEventChunk(this.spec.name, idOf(number), data) };
  }

  /** The events after `number`; `null` where some of them are not kept any more. */
  since(number: number): readonly TopicEvent[] | null {
    if (this.#doc === null || number < this.#forgottenUpTo) return null;
    return this.#events.filter((event) => event.number > number);
  }

  #keep(data: object, idOf: (number: number) => string, number: number): TopicEvent {
    const event = { number, chunk: toEventChunk(this.spec.name, idOf(number), data) };
    this.#lastNumber = number;
    this.#events.push(event);
    this.#keptBytes += event.chunk.byteLength;
    while (this.#events.length > keptEventsMax || this.#keptBytes > keptBytesMax) {
      const oldest = this.#events.shift();
      if (oldest === undefined) break;
      this.#keptBytes -= oldest.chunk.byteLength;
      this.#forgottenUpTo = oldest.number;
    }
    return event;
  }

  #forgetEvents(): void {
    this.#events = [];
    this.#keptBytes = 0;
    this.#forgottenUpTo = this.#lastNumber;
  }
}

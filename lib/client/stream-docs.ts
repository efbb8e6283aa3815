import type { StreamFailure } from "@/lib/contract/stream-schemas";
import type { LiveTopic } from "@/lib/core/live-view";
import { applyPatch } from "@/lib/core/view-patch";
import type { Doc } from "@/lib/core/view-patch";

import type { StreamSchemas } from "./stream-schemas";

export type Taken =
  | { readonly kind: "view"; readonly view: Doc }
  | { readonly kind: "failure"; readonly failure: StreamFailure }
  /** It does not fit what was told before: the stream has to begin anew. */
  | { readonly kind: "gap" };

export type StreamEvent = Pick<MessageEvent<string>, "data" | "lastEventId">;

/** The views of one stream, put together from its events. */
export class StreamDocs {
  readonly #docs = new Map<LiveTopic, { readonly view: Doc; readonly number: number }>();

  view(topic: LiveTopic): Doc | null {
    return this.#docs.get(topic)?.view ?? null;
  }

  forget(): void {
    this.#docs.clear();
  }

  take(topic: LiveTopic, { data, lastEventId }: StreamEvent, schemas: StreamSchemas): Taken {
    const json = parseJson(data);
    const parsed = schemas[topic].safeParse(json);
    if (!parsed.success) return { kind: "gap" };
    const event = parsed.data;
    if (event.kind === "failure") return { kind: "failure", failure: event };
    const known = this.#docs.get(topic);
    if (event.kind === "patch" && (known === undefined || event.after > known.number)) return { kind: "gap" };
    // safe because the schema has just found a view in it
    const view = event.kind === "patch" ? applyPatch(known?.view ?? {}, event.patch) : (json as { view: Doc }).view;
    this.#docs.set(topic, { view, number: Number(lastEventId.split("-", 2)[1]) });
    return { kind: "view", view };
  }
}

/** When a view was read; 0 where that is not known. */
export function readAtMsOf(view: unknown): number {
  const readAtMs = typeof view === "object" && view !== null && "readAtMs" in view ? view.readAtMs : 0;
  return typeof readAtMs === "number" ? readAtMs : 0;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

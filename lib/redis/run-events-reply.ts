import type { QueueEvents, RunEvent } from "@/lib/core/lock-source";

const valuesPerEvent = 6;

/** From the newest-first values that `followScript` gives to events in the order in which they happened. */
export function toQueueEvents(
  queue: string,
  { isWhole, values }: { readonly isWhole: boolean; readonly values: unknown },
): QueueEvents {
  const flat: readonly unknown[] = Array.isArray(values) ? values : [];
  const events: RunEvent[] = [];
  for (let at = flat.length - valuesPerEvent; at >= 0; at -= valuesPerEvent) {
    const [atMs, letter, jobId, name, finishedOn, worker] = flat.slice(at, at + valuesPerEvent);
    const kind = typeof letter === "string" ? kinds[letter] : undefined;
    if (kind === undefined || typeof jobId !== "string") continue;
    const finishedAtMs = typeof finishedOn === "string" ? Number(finishedOn) : null;
    events.push({
      ...{ kind, atMs: Number(atMs), jobId, name: textOrNull(name), worker: textOrNull(worker) },
      finishedAtMs: Number.isFinite(finishedAtMs) ? finishedAtMs : null,
    });
  }
  return { queue, isWhole, events };
}

/** What `followScript` says of one stream. */
export type StreamReply = {
  readonly queue: string;
  readonly newestId: string | null;
  readonly oldestId: string | null;
  readonly isAll: boolean;
  readonly entries: number;
  readonly values: readonly unknown[];
};

export function toStreamReplies(queues: readonly string[], replies: unknown): readonly StreamReply[] {
  return (Array.isArray(replies) ? replies : []).flatMap((reply: unknown): StreamReply | readonly [] => {
    const [place, newest, oldest, all, entries, values]: readonly unknown[] = Array.isArray(reply) ? reply : [];
    const queue = queues[Number(place)];
    if (queue === undefined) return [];
    const [newestId, oldestId] = [textOrNull(newest), textOrNull(oldest)];
    return {
      ...{ queue, newestId, oldestId, isAll: all === 1, entries: Number(entries) },
      values: Array.isArray(values) ? values : [],
    };
  });
}

const kinds: Readonly<Record<string, RunEvent["kind"]>> = { a: "added", s: "active", c: "completed", f: "failed" };

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

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

const kinds: Readonly<Record<string, RunEvent["kind"]>> = { a: "added", s: "active", c: "completed", f: "failed" };

function textOrNull(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

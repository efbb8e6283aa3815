import { LogCollapsingLowestDenseDDSketch } from "@datadog/sketches-js";

import type { UsualTime } from "@/lib/core/lock-watch";

import { keepNewest } from "./keep-newest";

/** How many queues and names are remembered; the one that learned nothing for longest makes room. */
const entriesMax = 5_000;
/** Fewer finished jobs than this say nothing about what is usual. */
const sampleMin = 5;
/** After so many durations a new sketch begins, and the last full one counts with it: what was usual once fades. */
const windowSize = 500;
/** Percentiles are true to one part in a hundred; at most so many bins, the shortest durations joined beyond that. */
const sketchOptions = { relativeAccuracy: 0.01, binLimit: 512 };

type Entry = {
  current: LogCollapsingLowestDenseDDSketch;
  previous: LogCollapsingLowestDenseDDSketch | null;
  /** `undefined` until it is asked for again. */
  usual: UsualTime | null | undefined;
};

/** Usual durations per queue and job name, from the last 500 to 1,000 finished runs of each, in bounded memory. */
export class UsualTimes {
  readonly #entries = new Map<string, Entry>();

  /** Takes one finished run in; `null` is the name of those of which only the queue is known. */
  note(queue: string, name: string | null, durationMs: number): void {
    const key = entryKey(queue, name);
    const entry = this.#entries.get(key) ?? newEntry();
    if (entry.current.count >= windowSize) {
      entry.previous = entry.current;
      entry.current = new LogCollapsingLowestDenseDDSketch(sketchOptions);
    }
    entry.current.accept(durationMs);
    entry.usual = undefined;
    keepNewest(this.#entries, { key, value: entry, max: entriesMax });
  }

  /**
   * `null`: too few finished runs of this name are known. A job whose own name is not known is told what is usual for
   * the runs of its queue whose names nobody could tell either.
   */
  of(queue: string, name: string | null): UsualTime | null {
    return this.#usualOf(entryKey(queue, name));
  }

  #usualOf(key: string): UsualTime | null {
    const entry = this.#entries.get(key);
    if (entry === undefined) return null;
    if (entry.usual === undefined) entry.usual = toUsualTime(entry);
    return entry.usual;
  }
}

function newEntry(): Entry {
  return { current: new LogCollapsingLowestDenseDDSketch(sketchOptions), previous: null, usual: undefined };
}

/** Nearest-rank percentiles in ms, within the accuracy of the sketches. */
function toUsualTime({ current, previous }: Entry): UsualTime | null {
  const sketch = new LogCollapsingLowestDenseDDSketch(sketchOptions);
  sketch.merge(current);
  if (previous !== null) sketch.merge(previous);
  if (sketch.count < sampleMin) return null;
  const valueAt = (share: number) => {
    const rank = Math.max(1, Math.ceil(share * sketch.count));
    // The sketch counts from nothing: half a step on, so that rounding does not take it to the rank before.
    const value = sketch.getValueAtQuantile(Math.min(1, (rank - 0.5) / (sketch.count - 1)));
    return Math.round(Math.min(sketch.max, Math.max(sketch.min, value)));
  };
  return { p50Ms: valueAt(0.5), p95Ms: valueAt(0.95), p99Ms: valueAt(0.99), sample: sketch.count };
}

function entryKey(queue: string, name: string | null): string {
  return name === null ? queue : `${queue}\u0000${name}`;
}

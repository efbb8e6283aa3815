import { queueKey } from "@/lib/redis/keys";

import type { RawCommands } from "./raw-commands";
import type { RawTimes } from "./seed-raw-hash";
import type { RawJob } from "./seed-raw-job";

type Event = readonly string[];

const eventsMax = 10_000;
/** BullMQ `getDelayedScore.lua` and `getPriorityScore.lua`. */
const scoresPerDueMs = 4_096;
const scoresPerPriority = 2 ** 32;

/** What one queue's own keys will hold; written at the end, because lists, counters and events stand for all its jobs. */
export class RawQueue {
  readonly #queue: string;
  readonly #wait: string[] = [];
  readonly #active: string[] = [];
  readonly #sets = new Map<string, (string | number)[]>();
  readonly #lastDelayedScores = new Map<number, number>();
  #added = 0;
  #prioritized = 0;
  #hasRun = false;
  #addEvents: Event[] = [];
  #runEvents: Event[] = [];

  constructor(queue: string) {
    this.#queue = queue;
  }

  /** The job as it was added, before any worker. */
  noteAdded({ id, name, state, children }: RawJob, { createdAtMs }: RawTimes): void {
    this.#added += 1;
    this.#addEvents.push(["event", "added", "jobId", id, "name", name]);
    if (children.length > 0) this.#addEvents.push(["event", "waiting-children", "jobId", id]);
    else if (state.kind === "delayed")
      this.#addEvents.push(["event", "delayed", "jobId", id, "delay", String(createdAtMs + state.delayMs)]);
    else this.#addEvents.push(["event", "waiting", "jobId", id]);
    this.#addEvents = lastOf(this.#addEvents);
  }

  /** Where the job stands now; jobs come in the order in which workers could have run them. */
  noteState(job: RawJob, times: RawTimes): void {
    const { id, state } = job;
    if (job.children.length > 0 && state.kind !== "waiting-children") this.#noteRelease(id);
    switch (state.kind) {
      case "waiting":
        return void this.#wait.push(id);
      case "waiting-children":
        return this.#addTo("waiting-children", times.createdAtMs, id);
      case "prioritized":
        this.#prioritized += 1;
        return this.#addTo("prioritized", state.priority * scoresPerPriority + this.#prioritized, id);
      case "delayed":
        return this.#addTo("delayed", this.#delayedScore(times.createdAtMs + state.delayMs), id);
      case "active":
        this.#noteRun(["event", "active", "jobId", id, "prev", "waiting"]);
        return void this.#active.push(id);
      case "completed":
      case "failed":
        return this.#noteFinished(job, times);
    }
  }

  write(commands: RawCommands): void {
    const key = (part: Parameters<typeof queueKey>[1]) => queueKey(this.#queue, part);
    commands.add("HSET", key("meta"), "opts.maxLenEvents", String(eventsMax));
    commands.add("INCRBY", key("id"), this.#added);
    if (this.#prioritized > 0) commands.add("INCRBY", `${this.#queue}:pc`, this.#prioritized);
    commands.addMany("LPUSH", key("wait"), this.#wait);
    commands.addMany("LPUSH", key("active"), this.#active);
    for (const [part, members] of this.#sets) commands.addMany("ZADD", `${this.#queue}:${part}`, members);
    this.#writeMarkers(commands);
    const drained = this.#hasRun && this.#wait.length + this.#active.length + this.#prioritized === 0;
    const events = [...this.#addEvents, ...this.#runEvents, ...(drained ? [["event", "drained"]] : [])];
    for (const event of lastOf(events)) commands.add("XADD", key("events"), "*", ...event);
  }

  /** Whoever takes a job leaves the marker for the next worker; an idle one takes it (`prepareJobForProcessing.lua`). */
  #writeMarkers(commands: RawCommands): void {
    const marker = `${this.#queue}:marker`;
    if (this.#wait.length + this.#active.length + this.#prioritized > 0) commands.add("ZADD", marker, 0, "0");
    const dues = [...this.#lastDelayedScores.keys()];
    if (dues.length > 0)
      commands.add(
        "ZADD",
        marker,
        dues.reduce((a, b) => Math.min(a, b)),
        "1",
      );
  }

  #noteRelease(id: string): void {
    this.#runEvents.push(["event", "waiting", "jobId", id, "prev", "waiting-children"]);
  }

  #noteRun(...events: readonly Event[]): void {
    this.#hasRun = true;
    this.#runEvents.push(...events);
    this.#runEvents = lastOf(this.#runEvents);
  }

  #noteFinished({ id, state }: RawJob, { finishedAtMs }: RawTimes): void {
    const active = ["event", "active", "jobId", id, "prev", "waiting"];
    if (state.kind === "completed")
      this.#noteRun(active, [
        ...["event", "completed", "jobId", id],
        ...["returnvalue", state.returnValue, "prev", "active"],
      ]);
    if (state.kind === "failed")
      this.#noteRun(
        active,
        ["event", "failed", "jobId", id, "failedReason", state.reason, "prev", "active"],
        ["event", "retries-exhausted", "jobId", id, "attemptsMade", "1"],
      );
    this.#addTo(state.kind, finishedAtMs, id);
  }

  #addTo(part: string, score: number, id: string): void {
    const members = this.#sets.get(part) ?? [];
    members.push(score, id);
    this.#sets.set(part, members);
  }

  #delayedScore(dueAtMs: number): number {
    const last = this.#lastDelayedScores.get(dueAtMs);
    const first = dueAtMs * scoresPerDueMs;
    const score = last === undefined ? first : Math.min(last + 1, first + scoresPerDueMs - 1);
    this.#lastDelayedScores.set(dueAtMs, score);
    return score;
  }
}

/** The newest events, as many as BullMQ keeps; cut only now and then, because each cut copies. */
function lastOf(events: Event[]): Event[] {
  return events.length < 2 * eventsMax ? events : events.slice(-eventsMax);
}

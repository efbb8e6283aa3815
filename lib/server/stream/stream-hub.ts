import "server-only";

import { randomBytes } from "node:crypto";

import type { Heartbeat, StreamFailure } from "@/lib/contract/stream-schemas";

import { AppError } from "../app-error";
import { mapBounded } from "../map-bounded";
import type { Beat } from "../pulse";
import { numberOf, toEventChunk, toRetryChunk } from "./event-chunk";
import { StreamClient } from "./stream-client";
import { TopicRun } from "./topic-run";
import type { TopicSpec } from "./stream-topic";

export type StreamHubOptions = {
  /** Throws as the reader does while Redis is away. */
  readonly feel: () => Promise<Beat>;
  readonly sweepAtMs: () => number | null;
  /** How Redis is, as the error of a read or, without one, the look-out tells it. */
  readonly stateOf: (error: unknown) => Pick<Heartbeat, "status" | "sinceAtMs">;
  readonly failureOf: (error: unknown) => StreamFailure;
  readonly now: () => number;
};

type ConnectOptions = {
  readonly specs: readonly TopicSpec[];
  readonly lastEventId: string | null;
  readonly signal: AbortSignal;
};

const tickMs = 1_000;
const heartbeatEveryMs = 5_000;
const changedEveryMs = 1_900;
const retryMs = 2_000;
const clientsMax = 5_000;
const topicsMax = 500;
const readsAtOnce = 4;
/** A topic without listeners is remembered this long, for those who come back. */
const topicKeptMs = 60_000;
const stuckMaxMs = 20_000;

/** Reads each topic once for all who follow it, and only while somebody does. */
export class StreamHub {
  readonly #options: StreamHubOptions;
  readonly #boot = randomBytes(4).toString("hex");
  readonly #clients = new Set<StreamClient>();
  readonly #topics = new Map<string, TopicRun>();
  #number = 0;
  #timer: NodeJS.Timeout | null = null;
  #ticking = false;
  #closed = false;
  #heartbeat: Heartbeat | null = null;
  #told: { readonly heartbeat: Heartbeat; readonly atMs: number } | null = null;

  constructor(options: StreamHubOptions) {
    this.#options = options;
  }

  /** The body of a new stream. Throws `rate-limited` where there are too many already. */
  connect({ specs, lastEventId, signal }: ConnectOptions): ReadableStream<Uint8Array> {
    this.#forgetTopics();
    const fresh = specs.filter(({ key }) => !this.#topics.has(key)).length;
    if (this.#closed || this.#clients.size >= clientsMax || this.#topics.size + fresh > topicsMax)
      throw new AppError("rate-limited");
    const runs = specs.map((spec) => this.#topicOf(spec));
    const client = new StreamClient({
      topics: runs.map(({ topic }) => topic),
      onDrained: () => this.#catchUp(client),
      onClosed: () => this.#leave(client, runs),
      now: this.#options.now,
    });
    this.#clients.add(client);
    for (const run of runs) run.join();
    signal.addEventListener("abort", () => client.close(), { once: true });
    if (signal.aborted) client.close();
    client.send(toRetryChunk(retryMs));
    void this.#begin(client, runs, numberOf(lastEventId, this.#boot));
    this.#schedule(tickMs);
    return client.body;
  }

  /** How many streams are open and how many topics are read; for tests and health. */
  get load(): { readonly clients: number; readonly topics: number } {
    const topics = [...this.#topics.values()].filter((run) => run.listeners.size > 0);
    return { clients: this.#clients.size, topics: topics.length };
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    for (const client of [...this.#clients]) client.close();
  }

  /** A client is told nothing of a topic before it has all of them, so that any of its ids covers all. */
  async #begin(client: StreamClient, runs: readonly TopicRun[], after: number | null): Promise<void> {
    const beat = await this.#feel();
    if (beat !== null) await Promise.all(runs.map((run) => this.#sample(run, beat, { atLeast: true })));
    if (!this.#clients.has(client)) return;
    const events = runs.flatMap(({ topic }) => {
      const missed = after === null ? null : topic.since(after);
      return missed ?? topic.snapshot(this.#number, this.#idOf) ?? [];
    });
    const sorted = events.toSorted((a, b) => a.number - b.number);
    client.sendAll([...sorted.map(({ chunk }) => chunk), this.#heartbeatChunk()]);
    for (const run of runs) run.listeners.add(client);
  }

  #catchUp(client: StreamClient): void {
    const latest = client.topics.flatMap((topic) => topic.snapshot(this.#number, this.#idOf) ?? []);
    client.sendAll([...latest.map(({ chunk }) => chunk), this.#heartbeatChunk()]);
  }

  #leave(client: StreamClient, runs: readonly TopicRun[]): void {
    this.#clients.delete(client);
    for (const run of runs) run.leave(client, this.#options.now());
    if (this.#clients.size === 0) this.#schedule(topicKeptMs);
  }

  #topicOf(spec: TopicSpec): TopicRun {
    const known = this.#topics.get(spec.key);
    if (known !== undefined) return known;
    const run = new TopicRun(spec);
    this.#topics.set(spec.key, run);
    return run;
  }

  #forgetTopics(): void {
    const nowMs = this.#options.now();
    for (const [key, run] of this.#topics) if (run.isUnused(nowMs, topicKeptMs)) this.#topics.delete(key);
  }

  #schedule(inMs: number): void {
    if (this.#closed || this.#ticking) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#tick(), inMs);
    this.#timer.unref();
  }

  async #tick(): Promise<void> {
    this.#ticking = true;
    try {
      this.#forgetTopics();
      if (this.#clients.size === 0) return;
      const beat = await this.#feel();
      const followed = [...this.#topics.values()].filter((run) => run.listeners.size > 0);
      if (beat !== null) await mapBounded(followed, readsAtOnce, (run) => this.#sample(run, beat));
      this.#tellHeartbeat();
      this.#dropStuck();
    } finally {
      this.#ticking = false;
      if (this.#clients.size > 0) this.#schedule(tickMs);
    }
  }

  async #sample(run: TopicRun, beat: Beat, { atLeast = false } = {}): Promise<void> {
    const { now, sweepAtMs, failureOf } = this.#options;
    if (!run.isDue({ beat, sweepAtMs: sweepAtMs(), nowMs: now(), unread: atLeast })) return;
    const reading = await run.read({ sweepAtMs: sweepAtMs(), now });
    if (reading === null) return;
    const event =
      reading.kind === "view"
        ? run.topic.note(reading.view, this.#idOf, this.#nextNumber)
        : run.topic.noteFailure(failureOf(reading.error), this.#idOf, this.#nextNumber);
    if (event !== null) for (const client of run.listeners) client.send(event.chunk);
  }

  async #feel(): Promise<Beat | null> {
    try {
      const beat = await this.#options.feel();
      this.#heartbeat = { ...this.#options.stateOf(null), readAtMs: beat.atMs, revision: beat.revision };
      return beat;
    } catch (error) {
      const last = this.#heartbeat ?? { readAtMs: null, revision: 0 };
      this.#heartbeat = { ...last, ...this.#options.stateOf(error) };
      return null;
    }
  }

  /** Every few seconds, sooner where something changed, and at once when Redis goes or comes back. */
  #tellHeartbeat(): void {
    const heartbeat = this.#heartbeat;
    if (heartbeat === null) return;
    const nowMs = this.#options.now();
    const told = this.#told;
    const everyMs = told?.heartbeat.revision === heartbeat.revision ? heartbeatEveryMs : changedEveryMs;
    if (told !== null && told.heartbeat.status === heartbeat.status && nowMs - told.atMs < everyMs) return;
    this.#told = { heartbeat, atMs: nowMs };
    const chunk = this.#heartbeatChunk();
    for (const client of this.#clients) client.send(chunk);
  }

  #heartbeatChunk(): Uint8Array {
    const data = this.#heartbeat ?? { ...this.#options.stateOf(null), readAtMs: null, revision: 0 };
    return toEventChunk("heartbeat", this.#idOf(this.#number), data);
  }

  #dropStuck(): void {
    const nowMs = this.#options.now();
    for (const client of this.#clients)
      if (client.behindSinceMs !== null && nowMs - client.behindSinceMs > stuckMaxMs) client.drop();
  }

  readonly #idOf = (number: number): string => `${this.#boot}-${number}`;
  readonly #nextNumber = (): number => (this.#number += 1);
}

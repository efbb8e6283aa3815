import "server-only";

import type { Beat } from "../pulse";
import type { StreamClient } from "./stream-client";
import { StreamTopic } from "./stream-topic";
import type { TopicSpec } from "./stream-topic";

type Reading = { readonly kind: "view"; readonly view: object } | { readonly kind: "failure"; readonly error: unknown };

type Due = {
  readonly beat: Beat;
  readonly sweepAtMs: number | null;
  readonly nowMs: number;
  /** Also a topic that was read lately enough for its listeners, but is asked for now. */
  readonly unread: boolean;
};

/** At rest a topic is read again this often: ages grow, and some things change without a sign. */
const restMs = 5_000;
/** A read that took long is repeated the less often, so that it never keeps Redis or this process busy all the time. */
const sharedForTimes = 3;
const busyMaxMs = 5_000;
const triageBusyMinMs = 2_000;
const busyMinMs = 900;

/** When a topic is read, and for whom. */
export class TopicRun {
  readonly topic: StreamTopic;
  readonly listeners = new Set<StreamClient>();
  #joined = 0;
  #leftAtMs = 0;
  #reading = false;
  #startedAtMs = Number.NEGATIVE_INFINITY;
  #tookMs = 0;
  #sweepAtMs: number | null = null;
  #changed: { readonly revision: number; readonly atMs: number } | null = null;

  constructor(spec: TopicSpec) {
    this.topic = new StreamTopic(spec);
  }

  join(): void {
    this.#joined += 1;
  }

  leave(client: StreamClient, nowMs: number): void {
    this.#joined -= 1;
    this.#leftAtMs = nowMs;
    this.listeners.delete(client);
  }

  isUnused(nowMs: number, forMs: number): boolean {
    return this.#joined === 0 && nowMs - this.#leftAtMs >= forMs;
  }

  /** A change seen by a beat is told once a view was read at that beat or later. */
  isDue({ beat, sweepAtMs, nowMs, unread }: Due): boolean {
    if (this.#changed?.revision !== beat.revision) this.#changed = { revision: beat.revision, atMs: beat.atMs };
    const sinceMs = nowMs - this.#startedAtMs;
    if (unread && this.topic.readAtMs === 0) return true;
    if (sinceMs < this.#busyMs()) return false;
    if (sinceMs >= restMs || sweepAtMs !== this.#sweepAtMs) return true;
    // Locks are those of the last sweep, whatever happened since.
    return this.topic.spec.name !== "locks" && this.topic.readAtMs < this.#changed.atMs;
  }

  /** `null` while another read of the topic is under way. */
  async read({
    sweepAtMs,
    now,
  }: {
    readonly sweepAtMs: number | null;
    readonly now: () => number;
  }): Promise<Reading | null> {
    if (this.#reading) return null;
    this.#reading = true;
    this.#startedAtMs = now();
    this.#sweepAtMs = sweepAtMs;
    try {
      return { kind: "view", view: await this.topic.spec.read() };
    } catch (error) {
      return { kind: "failure", error };
    } finally {
      this.#tookMs = now() - this.#startedAtMs;
      this.#reading = false;
    }
  }

  #busyMs(): number {
    const least = this.topic.spec.name === "triage" ? triageBusyMinMs : busyMinMs;
    return Math.min(busyMaxMs, Math.max(least, sharedForTimes * this.#tookMs));
  }
}

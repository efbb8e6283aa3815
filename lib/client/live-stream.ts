import type { Query, QueryClient } from "@tanstack/react-query";

import { liveTopics } from "@/lib/core/live-view";
import type { LiveTopic } from "@/lib/core/live-view";
import type { Doc } from "@/lib/core/view-patch";

import { apiPathOf } from "./links";
import { healthKey, shownStatusOf } from "./health-cache";
import { liveState } from "./live-state";
import { liveSwitch } from "./live-switch";
import { resetTimers } from "./set-paused";
import { countWaiting } from "./stream-changes";
import { readAtMsOf, StreamDocs } from "./stream-docs";
import type { StreamEvent } from "./stream-docs";
import { loadStreamSchemas } from "./stream-schemas";
import type { StreamSchemas } from "./stream-schemas";
import { takeStreamSlot } from "./stream-slot";
import { readUnfed, readWishes } from "./stream-wishes";
import type { StreamWishes } from "./stream-wishes";

const settleMs = 150;
const retriesMs = [1_000, 2_000, 4_000, 5_000] as const;
/** Heartbeats come every five seconds: a stream that is silent for longer is dead, whatever the browser thinks. */
const silentMaxMs = 12_000;
const refetchEveryMs = 1_900;

/** One event stream for the whole tab: puts what it brings into the cache of queries, and tells when they must ask for themselves. */
export class LiveStream {
  readonly #queryClient: QueryClient;
  readonly #conn: string;
  readonly #docs = new StreamDocs();
  #wishes: StreamWishes = { params: {}, queries: new Map() };
  #source: EventSource | null = null;
  #lastEventId: string | null = null;
  #release: (() => void) | null = null;
  /** Grows with each end, so that what was begun before it comes to nothing. */
  #turn = 0;
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;
  #refetchedAtMs = 0;

  constructor(queryClient: QueryClient, conn: string) {
    this.#queryClient = queryClient;
    this.#conn = conn;
  }

  /** Begins, and follows what is on screen from then on; ends by calling the answer. */
  start(): () => void {
    const unsubscribe = [
      this.#queryClient.getQueryCache().subscribe(({ type }) => {
        if (type.startsWith("observer")) this.#settle();
      }),
      liveSwitch.subscribe(() => this.#showAll()),
    ];
    liveState.onRetry(() => this.open());
    this.open();
    return () => {
      for (const end of unsubscribe) end();
      this.close("connecting");
    };
  }

  open(): void {
    this.#end();
    const turn = this.#turn;
    void Promise.all([takeStreamSlot(), loadStreamSchemas()]).then(([release, schemas]) => {
      if (turn !== this.#turn) return release?.();
      this.#release = release;
      if (release === null || schemas === null) return this.#fail();
      this.#connect(schemas);
    });
  }

  #connect(schemas: StreamSchemas): void {
    this.#wishes = readWishes(this.#queryClient, this.#conn);
    const lastEventId = this.#hasAll() ? (this.#lastEventId ?? undefined) : undefined;
    const source = new EventSource(apiPathOf(this.#conn, "stream", { ...this.#wishes.params, lastEventId }));
    this.#source = source;
    liveState.set({ retryAtMs: null });
    source.addEventListener("error", () => this.#fail());
    source.addEventListener("heartbeat", (event) => this.#hear(event, schemas));
    for (const topic of liveTopics) source.addEventListener(topic, (event) => this.#take(topic, event, schemas));
    this.#watch();
  }

  close(transport: "connecting" | "asleep"): void {
    this.#end();
    this.#setTransport(transport);
  }

  #end(): void {
    this.#turn += 1;
    this.#release?.();
    this.#release = null;
    this.#source?.close();
    this.#source = null;
    for (const timer of [this.#timer, this.#settling, this.#watchdog]) clearTimeout(timer);
  }

  #fail(): void {
    this.#end();
    const retryMs = retriesMs[Math.min(this.#failures, retriesMs.length - 1)] ?? 0;
    this.#failures += 1;
    this.#timer = setTimeout(() => this.open(), retryMs);
    liveState.set({ retryAtMs: Date.now() + retryMs });
    this.#setTransport("polling");
  }

  #watch(): void {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#fail(), silentMaxMs);
  }

  /** Other queries on screen may want other topics; pages come and go in several steps. */
  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      const wishes = readWishes(this.#queryClient, this.#conn);
      const isOther = JSON.stringify(wishes.params) !== JSON.stringify(this.#wishes.params);
      if (isOther) this.#docs.forget();
      this.#wishes = wishes;
      this.#tellFed();
      if (isOther && this.#source !== null) this.open();
    }, settleMs);
  }

  #hear({ data, lastEventId }: StreamEvent, schemas: StreamSchemas): void {
    const parsed = schemas.heartbeat.safeParse(JSON.parse(data));
    if (!parsed.success) return this.#fail();
    const redis = parsed.data;
    const before = liveState.now().redis;
    const shown = shownStatusOf(this.#queryClient, this.#conn);
    this.#lastEventId = lastEventId;
    this.#failures = 0;
    this.#watch();
    liveState.set({ redis, ...(redis.status === "up" ? { heardAtMs: Date.now() } : {}) });
    this.#setTransport("streaming");
    if (shown !== null && shown !== redis.status) void this.#queryClient.invalidateQueries({ queryKey: healthKey });
    if (before !== null && before.revision !== redis.revision) this.#refetchUnfed();
  }

  #take(topic: LiveTopic, event: StreamEvent, schemas: StreamSchemas): void {
    const taken = this.#docs.take(topic, event, schemas);
    if (taken.kind === "gap") {
      this.#docs.forget();
      this.open();
      return;
    }
    this.#lastEventId = event.lastEventId;
    this.#watch();
    const query = this.#wishes.queries.get(topic);
    if (query === undefined) return;
    if (taken.kind === "view") this.#show(query, taken.view);
    else if (taken.failure.code !== "redis-unavailable") void query.fetch();
    this.#tellFed();
  }

  /** While paused changes are counted, and wait. */
  #show(query: Query, view: Doc): void {
    if (liveSwitch.isPaused()) {
      liveState.set({ waiting: countWaiting(this.#docs, this.#wishes.queries) });
      return;
    }
    const shown: unknown = query.state.data;
    if (readAtMsOf(shown) <= readAtMsOf(view)) this.#queryClient.setQueryData(query.queryKey, view);
  }

  #showAll(): void {
    const paused = liveSwitch.isPaused();
    liveState.set({ waiting: 0, pausedAtMs: paused ? Date.now() : null });
    if (paused) return;
    for (const [topic, query] of this.#wishes.queries) {
      const view = this.#docs.view(topic);
      if (view !== null) this.#show(query, view);
    }
  }

  #refetchUnfed(): void {
    const nowMs = Date.now();
    if (liveSwitch.isPaused() || nowMs - this.#refetchedAtMs < refetchEveryMs) return;
    this.#refetchedAtMs = nowMs;
    for (const query of readUnfed(this.#queryClient, this.#conn, this.#wishes.queries))
      if (query.state.status === "success") void query.fetch().catch(() => undefined);
  }

  #hasAll(): boolean {
    return [...this.#wishes.queries.keys()].every((topic) => this.#docs.view(topic) !== null);
  }

  #tellFed(): void {
    const fed = [...this.#wishes.queries].filter(([topic]) => this.#docs.view(topic) !== null);
    if (liveState.setFed(new Set(fed.map(([, { queryHash }]) => queryHash)))) resetTimers(this.#queryClient);
  }

  #setTransport(transport: ReturnType<typeof liveState.now>["transport"]): void {
    if (liveState.now().transport === transport) return;
    liveState.set({ transport });
    resetTimers(this.#queryClient);
  }
}

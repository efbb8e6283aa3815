import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

import type { Page, Request } from "playwright";

type Asked = { readonly afterMs: number; readonly url: string; readonly headers: Readonly<Record<string, string>> };

/** What an open page asks of the dashboard in so many milliseconds, while `meanwhile` runs. */
export async function recordCalls<T>(page: Page, meanwhile: () => Promise<T>): Promise<{ calls: Asked[]; result: T }> {
  const startedAtMs = performance.now();
  const calls: Asked[] = [];
  const note = (request: Request) => {
    if (request.method() !== "GET" || !request.url().includes("/api/")) return;
    const { "cache-control": cacheControl } = request.headers();
    const headers = cacheControl === undefined ? {} : { "cache-control": cacheControl };
    calls.push({ afterMs: performance.now() - startedAtMs, url: request.url(), headers });
  };
  page.on("request", note);
  const result = await meanwhile();
  page.off("request", note);
  return { calls, result };
}

/** Further tabs as the server sees them: each asks what the recorded one asked, a little later than the one before. */
export async function replayCalls<T>(tabs: number, calls: readonly Asked[], meanwhile: () => Promise<T>): Promise<T> {
  const over = new AbortController();
  setMaxListeners(0, over.signal);
  const asked = Array.from({ length: tabs }, (_, tab) =>
    calls.map((asked) => askLater({ ...asked, afterMs: asked.afterMs + tab * 37 }, over.signal)),
  );
  const result = await meanwhile();
  over.abort();
  await Promise.all(asked.flat());
  return result;
}

async function askLater({ url, afterMs, headers }: Asked, signal: AbortSignal): Promise<void> {
  try {
    await delay(afterMs, undefined, { signal });
    const response = await fetch(url, { signal, headers });
    await response.arrayBuffer();
  } catch (error) {
    // What is still open at the end is ended.
    if (!signal.aborted) throw error;
  }
}

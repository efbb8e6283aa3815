import { gzipSync } from "node:zlib";

import type { Browser, Response } from "playwright";

type Script = { readonly name: string; readonly startMs: number };
type Seen = { readonly shownAtMs: number; readonly scripts: readonly Script[] };

export type Weight = { readonly bytes: number; readonly files: number };

/** Notes the moment in which the page first holds `selector`. A text, because the bundler's helpers are not there. */
const noteFirst = (selector: string): string => `
  const look = () => {
    if (window.shownAtMs === undefined && document.querySelector(${JSON.stringify(selector)})) {
      window.shownAtMs = performance.now();
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true });`;
const readSeen = `({
  shownAtMs: window.shownAtMs,
  scripts: performance.getEntriesByType("resource").map(({ name, startTime }) => ({ name, startMs: startTime })),
})`;

/**
 * The scripts of a page, gzipped, as a new browser loads them: those that the page itself names, and all that were asked
 * for until `selector` showed, whatever asked for them, those of workers too. What only old browsers load does not count.
 */
export async function weighFirstLoad(
  browser: Browser,
  { url, html, selector }: { readonly url: string; readonly html: string; readonly selector: string },
): Promise<{ readonly named: Weight; readonly untilShown: Weight }> {
  const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } });
  const bodies = new Map<string, Promise<Buffer>>();
  const note = (response: Response) => {
    if (new URL(response.url()).pathname.endsWith(".js")) bodies.set(response.url(), response.body());
  };
  page.on("response", note);
  await page.addInitScript(noteFirst(selector));
  await page.goto(url);
  await page.locator(selector).first().waitFor();
  // What comes later is not counted, and its body may be gone with the page.
  page.off("response", note);
  const { shownAtMs, scripts } = await page.evaluate<Seen>(readSeen);
  const sizes = new Map(
    await Promise.all(
      [...bodies].map(async ([name, body]) => [new URL(name).pathname, gzipSync(await body).length] as const),
    ),
  );
  await page.close();
  // Those of workers are told of in their own time, not in the page's: they count.
  const later = new Set(scripts.filter(({ startMs }) => startMs > shownAtMs).map(({ name }) => new URL(name).pathname));
  const named = new Set([...html.matchAll(/<script[^>]+src="([^"?]+)/g)].map(([, path]) => path ?? ""));
  return {
    named: sum([...sizes].filter(([path]) => named.has(path))),
    untilShown: sum([...sizes].filter(([path]) => !later.has(path))),
  };
}

function sum(sizes: readonly (readonly [string, number])[]): Weight {
  return { files: sizes.length, bytes: sizes.reduce((total, [, bytes]) => total + bytes, 0) };
}

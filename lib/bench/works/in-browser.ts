import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";

import { Queue, Worker } from "bullmq";
import { chromium } from "playwright";
import type { Browser, Page } from "playwright";

import { browserArguments, findBrowser } from "@/e2e/support/find-browser.mjs";
import { flowHref } from "@/lib/client/links";
import { splitQueue } from "@/lib/core/job-ref";
import type { RawJob } from "@/lib/testing/seed-raw-job";

import { count } from "../bench-context";
import type { BenchContext, Work } from "../bench-context";
import { countSent } from "../count-sent";
import { weighFirstLoad } from "../first-load";
import { framesWhile } from "../frames";
import { recordCalls, replayCalls } from "../idle-tabs";
import { conn, fetchText, openStack } from "../open-stack";
import type { Stack } from "../open-stack";
import { bushyFlow, wideFlow, withStuckLeaf } from "../shapes";
import type { Row } from "../table";
import { judgeNumber } from "../targets";
import { kilobytes } from "./over-http";

const contender = "Flowlock in Chromium";
const none = { contender, figures: null, peer: null } as const;
const pageTimeoutMs = 120_000;
const settledAfterMs = 20_000;
/** Fifty rows each. */
const groupPagesOpened = 20;
const viewport = { width: 1_440, height: 900 };

/** What a page of a flow costs: its scripts, Redis while it is looked at, and frames. */
export const flowPage: Work = {
  name: "the flow page",
  run: async (context) => {
    const flow = withStuckLeaf(bushyFlow({ jobs: 1_000, queue: "bull:bench", id: "page" }));
    const wide = wideFlow({ jobs: context.size(100_000, 2_000), queue: "bull:fan", id: "wide" });
    const stack = await openStack([flow, wide], { live: true });
    await stack.untilQueuesAre(10);
    const path = findBrowser();
    const browser = await chromium.launch({
      args: browserArguments,
      ...(path === null ? {} : { executablePath: path }),
    });
    const rows = [
      ...(await firstLoad(context, stack, browser, flow)),
      ...(await idle(context, stack, browser, flow)),
      await panGraph(context, stack, browser, flow),
      await scrollOutline(context, stack, browser, wide),
      await changeFlow(context, stack, browser, wide),
    ];
    await browser.close();
    await stack.close();
    return rows;
  },
};

async function firstLoad({ say }: BenchContext, stack: Stack, browser: Browser, flow: RawJob): Promise<readonly Row[]> {
  say("first-load JavaScript");
  const url = `${stack.origin}${flowHref(conn, flow)}`;
  const html = await fetchText(url);
  const { named, untilShown } = await weighFirstLoad(browser, { url, html, selector: ".react-flow__node" });
  return [
    ["first-load JavaScript of the flow page", named] as const,
    ["the same with what is loaded until its graph shows", untilShown] as const,
  ].map(([work, { bytes, files }]) => ({
    ...none,
    work,
    note: `${kilobytes(bytes)} gzip in ${files} files`,
    judgement: judgeNumber({ name: "gzip", value: bytes / 1_000, most: 210, unit: " kB" }),
  }));
}

/** One real tab, and then nine more that ask as it does: what counts is what reaches Redis, not ten browsers' drawing. */
async function idle(
  { say, quick }: BenchContext,
  stack: Stack,
  browser: Browser,
  flow: RawJob,
): Promise<readonly Row[]> {
  const forMs = quick ? 6_000 : 20_000;
  say("idle cost");
  const page = await openPage(browser, `${stack.origin}${flowHref(conn, flow)}`);
  // What a page loads once is not what it costs while it is open.
  await delay(quick ? 2_000 : settledAfterMs);
  const { calls, result: alone } = await recordCalls(page, () => countSent(stack.port, forMs));
  const ten = await replayCalls(9, calls, () => countSent(stack.port, forMs));
  await page.close();
  return [["one tab", alone] as const, ["ten tabs", ten] as const].map(([tabs, sent]): Row => {
    const perSecond = sent / (forMs / 1_000);
    return {
      ...none,
      work: `idle cost, flow page open in ${tabs}`,
      note: `${perSecond.toFixed(1)} commands a second`,
      judgement: judgeNumber({ name: "commands", value: perSecond, most: 20, unit: " per second" }),
    };
  });
}

async function panGraph({ say, quick }: BenchContext, stack: Stack, browser: Browser, flow: RawJob): Promise<Row> {
  say("frames while the graph is panned");
  const page = await openPage(browser, `${stack.origin}${flowHref(conn, flow, { scope: "all" })}&view=graph`);
  const nodes = page.locator(".react-flow__node");
  await nodes.first().waitFor();
  const shown = await nodes.count();
  const frames = await framesWhile(page, quick ? 2_000 : 5_000, async (turn) => {
    const [x, y] = [viewport.width / 3, viewport.height / 2];
    if (turn === 0) {
      await page.mouse.move(x, y);
      await page.mouse.down({ button: "left" });
    }
    await page.mouse.move(x + 250 * Math.sin(turn / 12), y + 150 * Math.cos(turn / 12));
  });
  await page.close();
  return toRow(`graph of ${count(shown)} nodes, panned`, frames);
}

async function scrollOutline({ say, quick }: BenchContext, stack: Stack, browser: Browser, wide: RawJob): Promise<Row> {
  say("frames while the outline is scrolled");
  const page = await openPage(browser, `${stack.origin}${flowHref(conn, wide, { scope: "all" })}&view=outline`);
  const grid = page.getByRole("treegrid");
  await grid.waitFor();
  await openGroup(page, quick ? 3 : groupPagesOpened);
  const heightPx = await grid.evaluate((element) => element.scrollHeight);
  const rowHeightPx = await grid
    .getByRole("row")
    .last()
    .evaluate((row) => row.getBoundingClientRect().height);
  await grid.hover();
  const frames = await framesWhile(page, quick ? 2_000 : 5_000, (turn) =>
    page.mouse.wheel(0, turn % 40 < 20 ? 400 : -400),
  );
  await page.close();
  return toRow(`outline of ${count(Math.round(heightPx / rowHeightPx))} rows, scrolled`, frames);
}

const openMore = `(() => {
  const grid = document.querySelector("[role=treegrid]");
  grid.scrollTop = grid.scrollHeight;
  const more = grid.querySelector("[role=row][aria-label^='Show ']");
  more?.click();
  return more !== null;
})()`;

/** Opens a group of the outline, fifty rows at a time, as an operator who looks for something does. */
async function openGroup(page: Page, pages: number): Promise<void> {
  const grid = page.getByRole("treegrid");
  await grid.getByRole("row", { expanded: false }).first().click();
  await page.keyboard.press("ArrowRight");
  for (let turn = 0; turn < pages; turn += 1) {
    const before = await grid.evaluate((element) => element.scrollHeight);
    // The page's policy forbids what would wait inside it.
    while (!(await page.evaluate<boolean>(openMore))) await delay(20);
    while ((await grid.evaluate((element) => element.scrollHeight)) === before) await delay(20);
  }
}

/** A worker of BullMQ works off the flow's waiting jobs while its page is open. */
async function changeFlow({ say, quick }: BenchContext, stack: Stack, browser: Browser, wide: RawJob): Promise<Row> {
  say("frames while the flow changes");
  const page = await openPage(browser, `${stack.origin}${flowHref(conn, wide, { scope: "all" })}`);
  const waiting = wide.children.find(({ state }) => state.kind === "waiting");
  const { prefix, name } = splitQueue(waiting?.queue ?? wide.queue);
  const counted = new Queue(name, { connection: { host: "127.0.0.1", port: stack.port }, prefix });
  const before = await counted.getCompletedCount();
  const worker = new Worker(name, () => Promise.resolve("done"), {
    ...{ connection: { host: "127.0.0.1", port: stack.port }, prefix },
    limiter: { max: 20, duration: 100 },
  });
  await once(worker, "completed");
  const frames = await framesWhile(page, quick ? 2_000 : 10_000, () => delay(50));
  const ended = (await counted.getCompletedCount()) - before;
  await worker.close();
  await counted.close();
  await page.close();
  return toRow(`page of a flow of ${count(countJobs(wide))} jobs while ${count(ended)} of them end`, frames);
}

function countJobs(job: RawJob): number {
  return job.children.reduce((sum, child) => sum + countJobs(child), 1);
}

function toRow(work: string, { fps, slowShare }: Awaited<ReturnType<typeof framesWhile>>): Row {
  return {
    ...{ ...none, work, note: `${fps.toFixed(0)} fps, ${(slowShare * 100).toFixed(0)} % of frames under 50 fps` },
    judgement: judgeNumber({ name: "median", value: fps, least: 50, unit: " fps" }),
  };
}

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport });
  page.setDefaultTimeout(pageTimeoutMs);
  await page.goto(url);
  await page.getByRole("treegrid").or(page.locator(".react-flow__node").first()).first().waitFor();
  return page;
}

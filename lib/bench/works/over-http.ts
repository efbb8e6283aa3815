import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";

import { apiPathOf } from "@/lib/client/links";
import { flowViewSchema } from "@/lib/contract/flow-schemas";
import { sameJob } from "@/lib/core/job-ref";
import { rawJob } from "@/lib/testing/seed-raw-job";
import type { RawJob, RawState } from "@/lib/testing/seed-raw-job";

import { count } from "../bench-context";
import type { BenchContext, Work } from "../bench-context";
import { mediansOf } from "../figures";
import type { Figures } from "../figures";
import { conn, fetchText, flowUrl, openStack } from "../open-stack";
import type { Stack } from "../open-stack";
import type { Row } from "../table";
import { judge, judgeNumber } from "../targets";
import type { Target } from "../targets";
import { bushyFlow, stuckLeafOf, wideFlow, withStuckLeaf } from "../shapes";

const contender = "Flowlock over HTTP";
const looksSharedMs = 16_000;
/** Queues of parents, and of children; each of those has no worker. */
const groups = 10;
/** So many flows have one with a failed child, and one with a child that lost its lock. */
const troubleEvery = 200;
const shapes = { bushy: bushyFlow, wide: wideFlow } as const;
const firstViewTargets: readonly Target[] = [
  { kind: "at-most", name: "wallMs", most: 1_000 },
  { kind: "at-most", name: "commands", most: 1_000 },
  { kind: "at-most", name: "slowestMs", most: 5 },
];

export const firstViews: Work = {
  name: "first views",
  run: async (context) => [...(await viewFirst(context, "wide")), ...(await viewFirst(context, "bushy"))],
};

/** One stuck child in a large flow, asked for by a server that never saw it. */
async function viewFirst({ say, size }: BenchContext, shape: keyof typeof shapes): Promise<readonly Row[]> {
  const jobs = size(100_000, 5_000);
  const work = `first view, ${count(jobs)} jobs, ${shape}, one stuck`;
  say(work);
  const flow = withStuckLeaf(shapes[shape]({ jobs, queue: "bull:bench", id: shape, pending: "last" }));
  const other = withStuckLeaf(bushyFlow({ jobs: 30, queue: "bull:bench", id: "other" }));
  const stack = await openStack([flow, other], { live: false });
  await stack.untilQueuesAre(5);
  // The first answer of a server loads its code.
  await fetchText(flowUrl(stack, other));
  const { figures, text } = await ask(stack, flowUrl(stack, flow));
  await stack.close();
  const { diagnosis } = flowViewSchema.parse(JSON.parse(text));
  const isFound = diagnosis.culprits.some(({ job }) => sameJob(job, stuckLeafOf(flow)));
  const incomplete = isFound ? null : "the stuck child is not among the culprits";
  const judgement = judge(firstViewTargets, { ours: figures, peer: null, incomplete });
  return [{ work, contender, figures, peer: null, note: `${kilobytes(text.length)} of JSON`, judgement }];
}

const triageTargets: readonly Target[] = [
  { kind: "at-most", name: "wallMs", most: 500 },
  { kind: "at-most", name: "slowestMs", most: 5 },
];

/** The first look of a server, a later one, and the list; a look is shared for some seconds, and none serves two rows. */
export const triage: Work = {
  name: "triage",
  run: async ({ say, size }) => {
    const parents = size(30_000, 400);
    const work = `all blocked flows among ${count(parents)} waiting parents, ${count(parents * 36)} keys`;
    say(work);
    const stack = await openStack(blockedFlows(parents), { live: false });
    await stack.untilQueuesAre(20);
    const rows: Row[] = [];
    for (const [path, note, rounds] of [
      ["triage", "triage, by a server that just began", 1],
      ["triage", "triage again", 5],
      ["flows?state=blocked", "page of the list", 3],
    ] as const) {
      const answers: Awaited<ReturnType<typeof ask>>[] = [];
      for (let round = 0; round < rounds; round += 1) {
        if (rows.length + round > 0) await delay(looksSharedMs);
        answers.push(await ask(stack, `${stack.origin}${apiPathOf(conn, path)}`));
      }
      const figures = mediansOf(answers.map((answer) => answer.figures));
      const incomplete = answers.map(({ text }) => lackOf(text, parents)).find((lack) => lack !== null) ?? null;
      const judgement = judge(triageTargets, { ours: figures, peer: null, incomplete });
      rows.push({ work, contender, figures, peer: null, note, judgement });
    }
    await stack.close();
    return rows;
  },
};

/** What an answer lacks; a page of the list has no totals. */
function lackOf(text: string, parents: number): string | null {
  if (text.includes('"truncated":true')) return "cut";
  if (!text.includes('"blockedFlows"')) return null;
  const numberOf = (name: string) => Number(new RegExp(`"${name}":(\\d+)`).exec(text)?.[1]);
  const [flows, rows] = [numberOf("blockedFlows"), numberOf("total")];
  const wanted = (2 * parents) / troubleEvery + groups;
  return flows === parents && rows === wanted
    ? null
    : `found ${count(flows)} of ${count(parents)} blocked flows, ${count(rows)} of ${count(wanted)} culprits`;
}

export const wire: Work = {
  name: "the wire",
  run: async ({ say, size }) => {
    const jobs = size(10_000, 1_000);
    const work = `${count(jobs)}-job tree on the wire`;
    say(work);
    const flow = bushyFlow({ jobs, queue: "bull:bench", id: "wire" });
    const stack = await openStack([flow], { live: false });
    await stack.untilQueuesAre(5);
    const { figures, text } = await ask(stack, `${flowUrl(stack, flow)}?scope=all`);
    await stack.close();
    const gzipBytes = gzipSync(text).length;
    const nodes = text.split('"parent":').length - 1;
    const note = `${kilobytes(text.length)}, ${kilobytes(gzipBytes)} gzip, ${count(nodes)} nodes and groups sent`;
    const judgement = judgeNumber({ name: "gzip", value: gzipBytes / 1_000, most: 350, unit: " kB" });
    return [{ work, contender, figures, peer: null, note, judgement }];
  },
};

export async function ask(stack: Stack, url: string): Promise<{ readonly figures: Figures; readonly text: string }> {
  let text = "";
  const figures = await stack.meter.measure(
    async () => {
      text = await fetchText(url);
    },
    { clientIsHere: false },
  );
  return { figures, text };
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;
}

/** Each parent waits for one last child: most for one that no worker takes, a few for a failed one or for a lost lock. */
function* blockedFlows(parents: number): Generator<RawJob> {
  const doneBefore = 33;
  for (let index = 0; index < parents; index += 1) {
    const [group, id] = [index % groups, `f${index}`];
    const children = Array.from({ length: doneBefore + 1 }, (_, child) =>
      rawJob(
        { queue: `bull:children-${group}`, id: `${id}-${child}` },
        { name: "charge-card", worker: "worker-1", state: child < doneBefore ? done : lastState(index) },
      ),
    );
    yield rawJob(
      { queue: `bull:parents-${group}`, id },
      { name: "fulfil-order", state: { kind: "waiting-children" }, children },
    );
  }
}

const done: RawState = { kind: "completed", returnValue: "1" };

function lastState(index: number): RawState {
  if (index % troubleEvery === 0) return { kind: "failed", reason: "card declined", stack: "Error: card declined" };
  if (index % troubleEvery === 1) return { kind: "active", token: "lost", lockMs: null };
  return { kind: "waiting" };
}

import { rawJob } from "@/lib/testing/seed-raw-job";
import type { RawJob, RawState } from "@/lib/testing/seed-raw-job";

const done: RawState = { kind: "completed", returnValue: '{"ok":true}' };
const waits: RawState = { kind: "waiting-children" };
const data = '{"orderId":"o-1","items":[{"sku":"a","count":2}],"note":"as the customer asked"}';

type Shaped = {
  readonly jobs: number;
  readonly queue: string;
  readonly id: string;
  /** Which leaves are not done; a fifth of them where it is not given. */
  readonly pending?: "last";
};

const pendingEvery = 5;

/** Children of children: ten below each job, over five queues, a fifth of the leaves pending. */
export function bushyFlow({ jobs, queue, id, pending }: Shaped): RawJob {
  const childrenOf = 10;
  const build = (index: number): RawJob => {
    const below: RawJob[] = [];
    for (let child = index * childrenOf + 1; child <= index * childrenOf + childrenOf && child < jobs; child += 1)
      below.push(build(child));
    const ref = { queue: `${queue}-${index % 5}`, id: `${id}-${index}` };
    if (below.length === 0) return leaf(ref, isPending(index, jobs, pending));
    const open = below.some(({ state }) => state.kind !== "completed");
    return rawJob(ref, { name: "gather", data, state: open ? waits : done, worker: "worker-1", children: below });
  };
  return build(0);
}

/** One parent above all. */
export function wideFlow({ jobs, queue, id, pending }: Shaped): RawJob {
  const children = Array.from({ length: jobs - 1 }, (_, index) =>
    leaf({ queue: `${queue}-${index % 5}`, id: `${id}-${index + 1}` }, isPending(index + 1, jobs, pending)),
  );
  return rawJob({ queue: `${queue}-0`, id: `${id}-0` }, { name: "gather", data, state: waits, children });
}

/** Each job has one child. */
export function deepFlow({ jobs, queue, id }: Shaped): RawJob {
  let below = rawJob({ queue: `${queue}-0`, id: `${id}-${jobs - 1}` }, { name: "charge-card", data });
  for (let index = jobs - 2; index >= 0; index -= 1)
    below = rawJob(
      { queue: `${queue}-${index % 5}`, id: `${id}-${index}` },
      { name: "gather", data, state: waits, children: [below] },
    );
  return below;
}

/** As the flow, with its first pending leaf at work without a lock: what a dead worker leaves behind. */
export function withStuckLeaf(flow: RawJob): RawJob {
  const kinds = flow.children.map(({ state }) => state.kind);
  const child = kinds.includes("waiting-children") ? kinds.indexOf("waiting-children") : kinds.indexOf("waiting");
  const found = flow.children[child];
  if (found === undefined)
    return { ...flow, state: { kind: "active", token: "lost", lockMs: null }, worker: "worker-1" };
  return { ...flow, children: flow.children.with(child, withStuckLeaf(found)) };
}

/** The job that `withStuckLeaf` put at work. */
export function stuckLeafOf(flow: RawJob): RawJob {
  const below = flow.children.find(({ state }) => state.kind === "active" || state.kind === "waiting-children");
  return below === undefined ? flow : stuckLeafOf(below);
}

function isPending(index: number, jobs: number, pending: Shaped["pending"]): boolean {
  return pending === "last" ? index === jobs - 1 : index % pendingEvery === 0;
}

function leaf(ref: { readonly queue: string; readonly id: string }, pending: boolean): RawJob {
  return rawJob(ref, { name: "charge-card", data, worker: "worker-1", state: pending ? { kind: "waiting" } : done });
}

import type { WaitingParents, WaitingParentsRequest } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { decodeWaiting } from "./decode-waiting";
import type { KeyCutter } from "./key-cutter";
import { queueKey } from "./keys";
import { readEdges } from "./read-edges";
import type { ReadScript } from "./read-script";
import type { Redis } from "ioredis";
import { runCommand, runPipeline } from "./run-pipeline";
import { decodeWaitingParents } from "./waiting-parents-slice";
import type { SliceParent } from "./waiting-parents-slice";
import type { WaitingLists } from "./waiting-lists";

type ListDeps = { readonly redis: Redis };
type PlainDeps = ListDeps & {
  readonly cutter: KeyCutter;
  readonly readJobs: (refs: readonly JobRef[]) => Promise<readonly JobReading[]>;
};
type ScriptDeps = ListDeps & {
  readonly cutter: KeyCutter;
  readonly lists: WaitingLists;
  readonly script: ReadScript;
};

/** Less than a walk has: between two looks at the clock lie up to a hundred commands. */
const budgetUs = 1_000;
const idsPerSliceMin = 50;
const idsPerSliceMax = 300;

/** Whole readings of the parents, and their pending children's refs, all of them to be read. */
export async function readWaitingParentsPlainly(
  deps: PlainDeps,
  queue: string,
  request: WaitingParentsRequest,
): Promise<WaitingParents> {
  const { ids, total } = await listNewest(deps, queue, request);
  const jobs = await deps.readJobs(ids.map((id) => ({ queue, id })));
  const few = jobs.filter(
    ({ state, children }) => state === "waiting-children" && children.unprocessed <= request.pendingMax,
  );
  const edges = await readEdges(deps, few, {
    buckets: ["unprocessed"],
    edgesMax: Math.max(0, request.jobsMax - jobs.length),
  });
  return {
    jobs,
    edges: few.flatMap(({ ref }, index) => {
      const own = edges[index];
      return own === undefined || own.cut ? [] : [{ parent: ref, children: own.edges.map((edge) => edge.ref) }];
    }),
    unread: edges.flatMap((one) => one.edges.map(({ ref }) => ref)),
    truncated: total > ids.length || edges.some(({ cut }) => cut),
  };
}

/** The same by a script that reads of a job that only waits no more than that; others are left to be read whole. */
export async function readWaitingParentsByScript(
  deps: ScriptDeps,
  queue: string,
  request: WaitingParentsRequest,
): Promise<WaitingParents> {
  const { ids, total } = await listNewest(deps, queue, request);
  const parents: SliceParent[] = [];
  const unread: JobRef[] = [];
  let [seen, looked] = [0, 0];
  let next = runSlice(deps.script, { queue, ids, pendingMax: request.pendingMax, from: 0, size: idsPerSliceMin });
  while (next !== null) {
    const { reply, slice, done } = await next;
    looked = slice.from + done;
    // Twice as many as the last one came to: what a slice has no time for is sent again.
    const size = Math.min(idsPerSliceMax, Math.max(idsPerSliceMin, 2 * done));
    next = seen >= request.jobsMax ? null : runSlice(deps.script, { ...slice, from: looked, size });
    // The next slice leaves before this one is decoded, so that Redis and this process work at once.
    await new Promise(setImmediate);
    const read = decodeWaitingParents(reply, queue, ids.slice(slice.from, looked));
    for (const { children } of read.parents) seen += 1 + children.length;
    seen += read.unread.length;
    parents.push(...read.parents);
    unread.push(...read.unread);
  }
  const children = await placeChildren(deps, parents);
  return {
    jobs: [...parents.map(({ job }) => job), ...children.waiting],
    edges: children.edges,
    unread: [...unread, ...children.unread],
    truncated: total > looked,
  };
}

type Slice = {
  readonly queue: string;
  readonly ids: readonly string[];
  readonly pendingMax: number;
  readonly from: number;
  readonly size: number;
};

function runSlice(script: ReadScript, slice: Slice) {
  const { queue, ids, pendingMax, from, size } = slice;
  if (from >= ids.length) return null;
  const wanted = JSON.stringify(ids.slice(from, from + size));
  const run = script
    .run(queueKey(queue, "waiting-children"), [budgetUs, pendingMax, queue, wanted])
    .then((reply) => ({ reply, slice, done: Math.max(1, Array.isArray(reply) ? Number(reply[1]) : 0) }));
  run.catch(() => undefined); // nothing is lost: the caller awaits `run`; this only keeps it handled if it fails before that
  return run;
}

/** Only a job that is in a list of waiting ones is said to wait; all others are left to be read whole. */
async function placeChildren({ cutter, lists }: ScriptDeps, parents: readonly SliceParent[]) {
  const children = parents.flatMap((parent) => parent.children);
  const refs = await cutter.cut(children.map(({ key }) => key));
  const places = await lists.find(
    refs.filter((ref, index): ref is JobRef => ref !== null && children[index]?.waiting !== null),
  );
  const waiting: JobReading[] = [];
  const unread: JobRef[] = [];
  for (const [index, ref] of refs.entries()) {
    if (ref === null) continue;
    const raw = children[index]?.waiting ?? null;
    const place = raw === null ? undefined : places.get(jobKey(ref));
    if (raw === null || (place !== "wait" && place !== "paused")) unread.push(ref);
    else waiting.push(decodeWaiting({ ...raw, ref, state: "waiting", inPausedList: place === "paused" }));
  }
  return { edges: toEdges(parents, refs), waiting, unread };
}

/** `refs` are those of all children, parent by parent. */
function toEdges(parents: readonly SliceParent[], refs: readonly (JobRef | null)[]): WaitingParents["edges"] {
  let start = 0;
  return parents.map(({ job, children }) => {
    const own = refs.slice(start, start + children.length);
    start += children.length;
    return { parent: job.ref, children: own.filter((ref) => ref !== null) };
  });
}

/** Ids of the newest, by windows in one pipeline, so that jobs that leave meanwhile shift next to nothing. */
async function listNewest(
  { redis }: ListDeps,
  queue: string,
  { parentsMax, jobsMax }: Pick<WaitingParentsRequest, "parentsMax" | "jobsMax">,
) {
  const key = queueKey(queue, "waiting-children");
  const total = await runCommand(redis.zcard(key));
  const pipeline = redis.pipeline();
  const end = Math.min(total, parentsMax, jobsMax);
  for (let start = 0; start < end; start += limits.scanCount)
    pipeline.zrevrange(key, start, Math.min(end, start + limits.scanCount) - 1);
  const ids = new Set<string>();
  for (const page of await runPipeline(pipeline)) if (Array.isArray(page)) for (const id of page) ids.add(String(id));
  return { ids: [...ids], total };
}

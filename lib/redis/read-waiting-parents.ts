import type { WaitingParents, WaitingParentsRequest } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { jobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import type { KeyCutter } from "./key-cutter";
import { queueKey } from "./keys";
import { readEdges } from "./read-edges";
import type { ReadScript } from "./read-script";
import type { Redis } from "ioredis";
import { runCommand, runPipeline } from "./run-pipeline";
import { decodeWaitingParents } from "./waiting-parents-slice";
import type { SliceChild, SliceParent } from "./waiting-parents-slice";
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
const idsPerSlice = 300;

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
  let next = runSlice(deps.script, queue, ids, { from: 0, pendingMax: request.pendingMax });
  while (next !== null) {
    const { reply, from, done } = await next;
    looked = from + done;
    next =
      seen >= request.jobsMax
        ? null
        : runSlice(deps.script, queue, ids, { from: looked, pendingMax: request.pendingMax });
    // The next slice leaves before this one is decoded, so that Redis and this process work at once.
    await new Promise(setImmediate);
    const slice = decodeWaitingParents(reply, queue, ids.slice(from, from + idsPerSlice));
    for (const { children } of slice.parents) seen += 1 + children.length;
    seen += slice.unread.length;
    parents.push(...slice.parents);
    unread.push(...slice.unread);
  }
  const children = await placeChildren(deps, parents);
  return {
    jobs: [...parents.map(({ job }) => job), ...children.waiting],
    edges: parents.map(({ job, children: own }) => ({
      parent: job.ref,
      children: own.flatMap(({ key }) => children.refs.get(key) ?? []),
    })),
    unread: [...unread, ...children.unread],
    truncated: total > looked,
  };
}

function runSlice(
  script: ReadScript,
  queue: string,
  ids: readonly string[],
  { from, pendingMax }: { readonly from: number; readonly pendingMax: number },
) {
  if (from >= ids.length) return null;
  const wanted = ids.slice(from, from + idsPerSlice);
  const run = script.run(queueKey(queue, "waiting-children"), [budgetUs, pendingMax, queue, JSON.stringify(wanted)]);
  return run.then((reply) => ({ reply, from, done: Math.max(1, Array.isArray(reply) ? Number(reply[1]) : 0) }));
}

/** Only a job that is in a list of waiting ones is said to wait; all others are left to be read whole. */
async function placeChildren({ cutter, lists }: ScriptDeps, parents: readonly SliceParent[]) {
  const children: SliceChild[] = parents.flatMap((parent) => parent.children);
  const cut = await cutter.cut(children.map(({ key }) => key));
  const refs = new Map<string, JobRef>();
  for (const [index, { key }] of children.entries()) {
    const ref = cut[index];
    if (ref !== undefined && ref !== null) refs.set(key, ref);
  }
  const places = await lists.find(
    children.flatMap(({ key, decode }) => (decode === null ? [] : (refs.get(key) ?? []))),
  );
  const waiting: JobReading[] = [];
  const unread: JobRef[] = [];
  for (const { key, decode } of children) {
    const ref = refs.get(key);
    if (ref === undefined) continue;
    const place = places.get(jobKey(ref));
    const job = decode !== null && (place === "wait" || place === "paused") ? decode(ref, place === "paused") : null;
    if (job === null) unread.push(ref);
    else waiting.push(job);
  }
  return { refs, waiting, unread };
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

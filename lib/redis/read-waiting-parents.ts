import type { WaitingParents, WaitingParentsRequest } from "@/lib/core/flow-reader";
import type { JobReading } from "@/lib/core/job-reading";
import { lastingJobKey } from "@/lib/core/job-ref";
import type { JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { checkKnownParents } from "./check-known-parents";
import { decodeWaiting } from "./decode-waiting";
import type { KeyCutter } from "./key-cutter";
import { queueKey } from "./keys";
import { isWaitingRoot } from "./known-parents";
import type { KnownParents, ReadParent } from "./known-parents";
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
  readonly checkScript: ReadScript;
  readonly known: KnownParents;
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
    roots: [],
    jobs,
    edges: few.flatMap(({ ref }, index) => {
      const own = edges[index];
      return own === undefined || own.cut ? [] : [{ parent: ref, children: own.edges.map((edge) => edge.ref) }];
    }),
    unread: edges.flatMap((one) => one.edges.map(({ ref }) => ref)),
    truncated: total > ids.length || edges.some(({ cut }) => cut),
  };
}

/** The same by scripts that read of a job that only waits no more than that; others are left to be read whole. */
export async function readWaitingParentsByScript(
  deps: ScriptDeps,
  queue: string,
  request: WaitingParentsRequest,
): Promise<WaitingParents> {
  const { ids, total } = await listNewest(deps, queue, request);
  const known = await checkKnownParents(deps.checkScript, queue, deps.known.toCheck(queue, ids));
  const found = [...known.values()];
  let seen = 0;
  for (const { children } of found) seen += 1 + children.length;
  const left = known.size === 0 ? ids : ids.filter((id) => !known.has(id));
  const fresh = await readAnew(deps, {
    queue,
    ids: left,
    pendingMax: request.pendingMax,
    jobsMax: request.jobsMax - seen,
  });
  const parents = await placeChildren(deps, [...found, ...(await nameChildren(deps, fresh.parents))]);
  const others = parents.filter((parent) => !isWaitingRoot(parent));
  const roots = parents.filter(isWaitingRoot);
  deps.known.keep(queue, roots);
  return {
    roots,
    jobs: others.flatMap(({ job, children }) => [job, ...children]),
    edges: others.map(({ job, children, unread }) => ({
      parent: job.ref,
      children: [...children.map(({ ref }) => ref), ...unread],
    })),
    unread: [...fresh.unread, ...others.flatMap(({ unread }) => unread)],
    truncated: total > known.size + fresh.looked,
  };
}

type Wanted = Pick<Slice, "queue" | "ids" | "pendingMax"> & { readonly jobsMax: number };

async function readAnew({ script }: ScriptDeps, { queue, ids, pendingMax, jobsMax }: Wanted) {
  const parents: SliceParent[] = [];
  const unread: JobRef[] = [];
  let [seen, looked] = [0, 0];
  let next = jobsMax <= 0 ? null : runSlice(script, { queue, ids, pendingMax, from: 0, size: idsPerSliceMin });
  while (next !== null) {
    const { reply, slice, done } = await next;
    looked = slice.from + done;
    // Twice as many as the last one came to: what a slice has no time for is sent again.
    const size = Math.min(idsPerSliceMax, Math.max(idsPerSliceMin, 2 * done));
    next = seen >= jobsMax ? null : runSlice(script, { ...slice, from: looked, size });
    // The next slice leaves before this one is decoded, so that Redis and this process work at once.
    await new Promise(setImmediate);
    const read = decodeWaitingParents(reply, queue, ids.slice(slice.from, looked));
    for (const { children } of read.parents) seen += 1 + children.length;
    seen += read.unread.length;
    parents.push(...read.parents);
    unread.push(...read.unread);
  }
  return { parents, unread, looked };
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

async function nameChildren({ cutter }: ScriptDeps, parents: readonly SliceParent[]): Promise<readonly ReadParent[]> {
  const refs = await cutter.cut(parents.flatMap(({ children }) => children.map(({ key }) => key)));
  let at = 0;
  return parents.map(({ job, score, children: read }) => {
    const [children, unread]: [JobReading[], JobRef[]] = [[], []];
    for (const { waiting } of read) {
      const ref = refs[at] ?? null;
      at += 1;
      if (ref === null) continue;
      if (waiting === null) unread.push(ref);
      else children.push(decodeWaiting({ ...waiting, ref, state: "waiting" }));
    }
    return { job, score, keys: read.map(({ key }) => key), children, unread };
  });
}

/** Only a job that is in a list of waiting ones is said to wait; all others are left to be read whole. */
async function placeChildren({ lists }: ScriptDeps, parents: readonly ReadParent[]): Promise<readonly ReadParent[]> {
  const places = await lists.find(parents.flatMap(({ children }) => children.map(({ ref }) => ref)));
  return parents.map((parent) => {
    const [children, unread]: [JobReading[], JobRef[]] = [[], [...parent.unread]];
    for (const child of parent.children) {
      const place = places.get(lastingJobKey(child.ref));
      const inPausedList = place === "paused";
      if (place !== "wait" && !inPausedList) unread.push(child.ref);
      else children.push(child.inPausedList === inPausedList ? child : { ...child, inPausedList });
    }
    const isAsBefore = children.every((child, index) => child === parent.children[index]);
    return isAsBefore && unread.length === parent.unread.length ? parent : { ...parent, children, unread };
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

import { bucketOf, problemBuckets, problemRank } from "./flow-buckets";
import type { FlowReading } from "./flow-reader";
import type { FlowNode, GroupBucket } from "./flow-view";
import { jobKey } from "./job-ref";
import type { JobKey } from "./job-ref";
import { unreadChildren } from "./unread-children";

type Unread = { readonly bucket: GroupBucket; readonly count: number };
type Sums = { readonly jobs: number; readonly problems: number };

/** The part of a flow that a scope is about, with what lies below each of its jobs. */
export type VisibleTree = {
  readonly root: JobKey;
  readonly nodes: ReadonlyMap<JobKey, FlowNode>;
  /** Children of each job, problems first, then branches with a problem somewhere below. */
  readonly childrenOf: (parent: JobKey) => readonly JobKey[];
  /** Children that were only counted. */
  readonly unreadOf: (parent: JobKey) => readonly Unread[];
  /** The job itself and all below it: what was read and what was only counted. */
  readonly sumsOf: (job: JobKey) => Sums;
};

type Input = {
  readonly flow: FlowReading;
  readonly nodes: ReadonlyMap<JobKey, FlowNode>;
  /** `null`: every job. */
  readonly kept: ReadonlySet<JobKey> | null;
};

const nothing: Sums = { jobs: 0, problems: 0 };

/** Walks without recursion: flows can be thousands of levels deep. */
export function toVisibleTree({ flow, nodes, kept }: Input): VisibleTree {
  const root = jobKey(flow.root);
  const children = new Map<JobKey, readonly JobKey[]>();
  const unread = new Map<JobKey, readonly Unread[]>();
  const seen = new Set<JobKey>([root]);
  for (const key of seen) {
    const read = (flow.children.get(key) ?? []).map(({ ref }) => jobKey(ref)).filter((child) => nodes.has(child));
    const shown = read.filter((child) => !seen.has(child) && (kept === null || kept.has(child)));
    for (const child of shown) seen.add(child);
    if (shown.length > 0) children.set(key, shown);
    const counted = countUnread(flow, key, { nodes, read, onlyProblems: kept !== null });
    if (counted.length > 0) unread.set(key, counted);
  }
  const sums = new Map<JobKey, Sums>();
  for (const key of [...seen].reverse()) {
    const node = nodes.get(key);
    let jobs = 1;
    let problems = node !== undefined && problemRank(node) !== null ? 1 : 0;
    for (const child of children.get(key) ?? []) {
      const below = sums.get(child) ?? nothing;
      jobs += below.jobs;
      problems += below.problems;
    }
    for (const { bucket, count } of unread.get(key) ?? []) {
      jobs += count;
      if (problemBuckets.includes(bucket)) problems += count;
    }
    sums.set(key, { jobs, problems });
  }
  const sumsOf = (key: JobKey) => sums.get(key) ?? nothing;
  for (const [key, family] of children) children.set(key, sortFamily(family, nodes, sumsOf));
  return {
    root,
    nodes,
    childrenOf: (key) => children.get(key) ?? [],
    unreadOf: (key) => unread.get(key) ?? [],
    sumsOf,
  };
}

/** By the bucket of the read ones of its kind; beside a path only problems count. */
function countUnread(
  flow: FlowReading,
  key: JobKey,
  {
    nodes,
    read,
    onlyProblems,
  }: {
    readonly nodes: ReadonlyMap<JobKey, FlowNode>;
    readonly read: readonly JobKey[];
    readonly onlyProblems: boolean;
  },
): readonly Unread[] {
  // Where nothing was cut, an edge that was not followed leads back up, or its child has left meanwhile.
  if (!flow.cut.has(key)) return [];
  const hasDeadEnds = read.some((child) => {
    const node = nodes.get(child);
    return node !== undefined && bucketOf(node) === "dead-end";
  });
  return unreadChildren(flow, key)
    .filter(({ state }) => !onlyProblems || state === "failed")
    .map(({ state, pending, count }) => ({
      bucket: state === "failed" && pending && hasDeadEnds ? ("dead-end" as const) : state,
      count,
    }));
}

/** Problems, then branches with one below, then the order in which they began; ids decide ties, so that it is stable. */
function sortFamily(
  family: readonly JobKey[],
  nodes: ReadonlyMap<JobKey, FlowNode>,
  sumsOf: (job: JobKey) => Sums,
): readonly JobKey[] {
  // Ranked once each, because families can have thousands of members.
  const ranked = family.flatMap((key) => {
    const node = nodes.get(key);
    if (node === undefined) return [];
    const rank = problemRank(node) ?? (sumsOf(key).problems > 0 ? leadingRank : healthyRank);
    return [{ key, rank, heldMs: node.lock?.heldMs ?? 0, id: node.job.id }];
  });
  ranked.sort((a, b) => a.rank - b.rank || b.heldMs - a.heldMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  return ranked.map(({ key }) => key);
}

const leadingRank = 98;
const healthyRank = 99;

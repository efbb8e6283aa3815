import { problemRank } from "./flow-buckets";
import type { JobKey } from "./job-ref";
import { groupIdOfRun } from "./group-id";
import type { VisibleTree } from "./visible-tree";

/** The middle of a long chain, from its first folded job to the one that stands below the fold. */
export type FoldedRun = {
  readonly id: string;
  readonly parent: JobKey;
  readonly members: readonly JobKey[];
  readonly leadsTo: JobKey;
};

export type RunRules = {
  /** Jobs that stay at each end of a run, and how many more with each time that its fold is opened. */
  readonly edge: number;
  readonly openedEdge: number;
  /** What may be folded: healthy jobs beside healthy branches; beside any branch; any job. */
  readonly inside: "healthy" | "healthy-jobs" | "any";
};

type Input = {
  readonly tree: VisibleTree;
  /** Jobs that lie on a path. */
  readonly must: ReadonlySet<JobKey>;
  /** Jobs that are shown whatever else is folded. */
  readonly fixed: ReadonlySet<JobKey>;
  readonly open: ReadonlySet<string>;
  readonly rules: RunRules;
};

/** Shorter chains are read as they are. */
const foldedMin = 40;

/**
 * Finds the long stretches on which one job leads to the next and nothing else happens, by their first folded job.
 * An opened one gives more of both its ends and keeps the rest folded.
 */
export function foldRuns({ tree, must, fixed, open, rules }: Input): ReadonlyMap<JobKey, FoldedRun> {
  const runs = new Map<JobKey, FoldedRun>();
  const next = (key: JobKey) => nextOf(tree, must, key);
  const canFold = (key: JobKey) => !fixed.has(key) && mayFold(tree, { key, next: next(key), rules });
  const stack: JobKey[] = [tree.root];
  for (let key = stack.pop(); key !== undefined; key = stack.pop()) {
    const run = [key];
    for (let at = next(key); at !== null && canFold(key) && canFold(at); at = next(at)) run.push(at);
    const folded = foldMiddle(tree, { run, open, rules });
    const [first] = folded?.members ?? [];
    if (folded !== null && first !== undefined) runs.set(first, folded);
    const last = run.at(-1) ?? key;
    // What hangs beside the folded jobs is part of the fold.
    const inside = new Set(folded?.members);
    for (const one of run)
      if (!inside.has(one)) stack.push(...tree.childrenOf(one).filter((child) => one === last || child !== next(one)));
  }
  return runs;
}

function nextOf(tree: VisibleTree, must: ReadonlySet<JobKey>, key: JobKey): JobKey | null {
  const children = tree.childrenOf(key);
  if (children.length === 1) return children[0] ?? null;
  const onPath = children.filter((child) => must.has(child));
  return onPath.length === 1 ? (onPath[0] ?? null) : null;
}

type Candidate = { readonly key: JobKey; readonly next: JobKey | null; readonly rules: RunRules };

function mayFold(tree: VisibleTree, { key, next, rules }: Candidate): boolean {
  if (key === tree.root || next === null) return false;
  if (rules.inside === "any") return true;
  const node = tree.nodes.get(key);
  if (node === undefined || problemRank(node) !== null) return false;
  return rules.inside === "healthy-jobs" || tree.sumsOf(key).problems === tree.sumsOf(next).problems;
}

type Stretch = { readonly run: readonly JobKey[]; readonly open: ReadonlySet<string>; readonly rules: RunRules };

function foldMiddle(tree: VisibleTree, { run, open, rules: { edge, openedEdge } }: Stretch): FoldedRun | null {
  if (run.length < foldedMin) return null;
  const [first] = run;
  const node = first === undefined ? undefined : tree.nodes.get(first);
  if (node === undefined) return null;
  let level = 0;
  while (open.has(groupIdOfRun(node.job, level))) level += 1;
  const stays = edge + level * openedEdge;
  const [parent, leadsTo] = [run[stays - 1], run[run.length - stays]];
  const members = run.slice(stays, run.length - stays);
  if (members.length < 2 || parent === undefined || leadsTo === undefined) return null;
  return { id: groupIdOfRun(node.job, level), parent, members, leadsTo };
}

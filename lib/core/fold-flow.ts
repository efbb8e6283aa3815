import type { Diagnosis } from "./diagnosis";
import { parentMap } from "./flow-chain";
import { bucketOf, problemRank } from "./flow-buckets";
import { groupSiblings } from "./fold-siblings";
import type { FlowReading } from "./flow-reader";
import type { FlowGroup, FlowNode, FlowView, Scope, StateCounts } from "./flow-view";
import { jobKey } from "./job-ref";
import type { JobKey, JobRef } from "./job-ref";
import type { State } from "./job-state";
import { limits } from "./limits";
import type { LockBook } from "./lock-watch";
import { toFlowNode } from "./to-flow-node";
import { unreadChildren } from "./unread-children";

type FoldInput = {
  readonly flow: FlowReading;
  readonly requested: JobRef;
  readonly scope: Scope;
  /** Ids of groups that are opened. */
  readonly open: ReadonlySet<string>;
  readonly diagnosis: Diagnosis;
  readonly locks: LockBook;
};

/**
 * Folds a whole flow into what a screen can hold: the path to each culprit and every problem stand alone or are
 * counted with their own kind, healthy siblings fold by queue, name and state with exact counts.
 */
export function foldFlow(input: FoldInput): FlowView {
  const { flow, requested, diagnosis, scope } = input;
  const parents = parentMap(flow);
  const nodes = allNodes(input, parents);
  const pathKeys = keysOfPaths(diagnosis, requested, parents);
  const kept = scope === "all" ? null : keptKeys(scope, nodes, parents, pathKeys);
  const folded = foldAll(input, nodes, pathKeys, kept);
  const { total, byState } = countStates(flow);
  return {
    readAtMs: flow.readAtMs,
    root: flow.root,
    requested,
    total,
    byState,
    exact: flow.exact,
    nodes: folded.nodes,
    groups: folded.groups,
    shown: folded.nodes.length + folded.groups.reduce((sum, group) => sum + group.count, 0),
    truncated: folded.nodes.length < nodes.size || flow.cut.size > 0,
    diagnosis,
  };
}

/** A job without a hash, or with an unreadable parent, still hangs where its parent lists it. */
function allNodes(
  { flow, locks, diagnosis }: FoldInput,
  parents: ReadonlyMap<JobKey, JobKey>,
): ReadonlyMap<JobKey, FlowNode> {
  const causes = new Map(diagnosis.culprits.map((culprit) => [jobKey(culprit.job), culprit.cause]));
  const nodes = new Map<JobKey, FlowNode>();
  for (const [key, job] of flow.jobs) {
    const node = toFlowNode(job, { locks, cause: causes.get(key) ?? null });
    const listedBy = flow.jobs.get(parents.get(key) ?? key);
    nodes.set(
      key,
      node.parent !== null || listedBy === undefined || listedBy === job ? node : { ...node, parent: listedBy.ref },
    );
  }
  return nodes;
}

/** The chains of all culprits, and the way to the job that was asked for: these never fold. */
function keysOfPaths(
  diagnosis: Diagnosis,
  requested: JobRef,
  parents: ReadonlyMap<JobKey, JobKey>,
): ReadonlySet<JobKey> {
  const keys = new Set<JobKey>();
  const shownOfKind = new Map<string, number>();
  for (const { chain, cause } of diagnosis.culprits.slice(0, limits.pathCulpritsMax)) {
    const above = chain.at(-2);
    const kind = `${cause} ${above === undefined ? "" : jobKey(above)}`;
    const shown = shownOfKind.get(kind) ?? 0;
    shownOfKind.set(kind, shown + 1);
    if (shown < limits.exemplarsPerProblemMax) for (const link of chain) keys.add(jobKey(link));
  }
  addWithAncestors(keys, jobKey(requested), parents);
  return keys;
}

function addWithAncestors(keys: Set<JobKey>, start: JobKey, parents: ReadonlyMap<JobKey, JobKey>): void {
  for (let key: JobKey | undefined = start; key !== undefined && !keys.has(key); key = parents.get(key)) keys.add(key);
}

function keptKeys(
  scope: "path" | "problems",
  nodes: ReadonlyMap<JobKey, FlowNode>,
  parents: ReadonlyMap<JobKey, JobKey>,
  pathKeys: ReadonlySet<JobKey>,
): ReadonlySet<JobKey> {
  const kept = new Set(pathKeys);
  for (const [key, node] of nodes) {
    if (problemRank(node) === null) continue;
    const parent = parents.get(key);
    // On the path only the problems beside it count.
    if (scope === "path" && (parent === undefined || !pathKeys.has(parent))) continue;
    addWithAncestors(kept, key, parents);
  }
  return kept;
}

function foldAll(
  { flow, open }: FoldInput,
  nodes: ReadonlyMap<JobKey, FlowNode>,
  pathKeys: ReadonlySet<JobKey>,
  kept: ReadonlySet<JobKey> | null,
): { readonly nodes: readonly FlowNode[]; readonly groups: readonly FlowGroup[] } {
  const root = nodes.get(jobKey(flow.root));
  if (root === undefined) return { nodes: [], groups: [] };
  const shown: FlowNode[] = [root];
  const groups: FlowGroup[] = [];
  // Breadth first, so that what is near the root has its place before the budget is used up.
  for (let index = 0; index < shown.length; index += 1) {
    const parent = shown[index];
    if (parent === undefined) break;
    const key = jobKey(parent.job);
    const read = (flow.children.get(key) ?? []).flatMap((edge) => nodes.get(jobKey(edge.ref)) ?? []);
    const siblings = kept === null ? read : read.filter((node) => kept.has(jobKey(node.job)));
    const fold = groupSiblings({
      parent,
      siblings,
      unread: unreadOf(flow, parent, read, kept !== null),
      keep: (node) => pathKeys.has(jobKey(node.job)),
      open,
      roomMax: Math.max(0, limits.canvasNodesMax - shown.length),
    });
    shown.push(...fold.nodes);
    groups.push(...fold.groups);
  }
  return { nodes: shown, groups };
}

/** What was only counted, by the bucket of the read ones of its kind; beside a path only problems count. */
function unreadOf(flow: FlowReading, parent: FlowNode, read: readonly FlowNode[], onlyProblems: boolean) {
  const hasDeadEnds = read.some((node) => bucketOf(node) === "dead-end");
  return unreadChildren(flow, jobKey(parent.job))
    .filter(({ state }) => !onlyProblems || state === "failed")
    .map(({ state, pending, count }) => ({
      bucket: state === "failed" && pending && hasDeadEnds ? ("dead-end" as const) : state,
      count,
    }));
}

function countStates(flow: FlowReading): { readonly total: number; readonly byState: StateCounts } {
  const counts = new Map<State, number>();
  let total = 0;
  const add = (state: State, count: number) => {
    counts.set(state, (counts.get(state) ?? 0) + count);
    total += count;
  };
  for (const job of flow.jobs.values()) add(job.state, 1);
  for (const key of flow.cut) for (const { state, count } of unreadChildren(flow, key)) add(state, count);
  return { total, byState: Object.fromEntries(counts) };
}

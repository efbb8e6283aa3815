import type { Diagnosis } from "./diagnosis";
import { parentMap } from "./flow-chain";
import { problemRank } from "./flow-buckets";
import { fitCanvas } from "./fit-canvas";
import type { FlowReading } from "./flow-reader";
import type { FlowNode, FlowView, Scope, StateCounts } from "./flow-view";
import { jobKey } from "./job-ref";
import type { JobKey, JobRef } from "./job-ref";
import type { State } from "./job-state";
import { limits } from "./limits";
import type { LockBook } from "./lock-watch";
import { toFlowNode } from "./to-flow-node";
import { unreadChildren } from "./unread-children";
import { toVisibleTree } from "./visible-tree";

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
  const paths = pathsOf(diagnosis, requested, parents);
  const kept = scope === "all" ? null : keptKeys(scope, { nodes, parents, pathKeys: new Set(paths.flat()) });
  const folded = fitCanvas({ tree: toVisibleTree({ flow, nodes, kept }), paths, open: input.open });
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
    shown: folded.nodes.length + folded.groups.reduce((sum, { count, inside }) => sum + count + inside.jobs, 0),
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

/** The chains of the worst culprits, and last the way to the job that was asked for. */
function pathsOf(
  diagnosis: Diagnosis,
  requested: JobRef,
  parents: ReadonlyMap<JobKey, JobKey>,
): readonly (readonly JobKey[])[] {
  const paths: (readonly JobKey[])[] = [];
  const shownOfKind = new Map<string, number>();
  for (const { chain, cause } of diagnosis.culprits.slice(0, limits.pathCulpritsMax)) {
    const above = chain.at(-2);
    const kind = `${cause} ${above === undefined ? "" : jobKey(above)}`;
    const shown = shownOfKind.get(kind) ?? 0;
    shownOfKind.set(kind, shown + 1);
    if (shown < limits.exemplarsPerProblemMax) paths.push(chain.map(jobKey));
  }
  const asked = new Set<JobKey>();
  addWithAncestors(asked, jobKey(requested), parents);
  return [...paths, [...asked].reverse()];
}

function addWithAncestors(keys: Set<JobKey>, start: JobKey, parents: ReadonlyMap<JobKey, JobKey>): void {
  for (let key: JobKey | undefined = start; key !== undefined && !keys.has(key); key = parents.get(key)) keys.add(key);
}

type Kept = {
  readonly nodes: ReadonlyMap<JobKey, FlowNode>;
  readonly parents: ReadonlyMap<JobKey, JobKey>;
  readonly pathKeys: ReadonlySet<JobKey>;
};

function keptKeys(scope: "path" | "problems", { nodes, parents, pathKeys }: Kept): ReadonlySet<JobKey> {
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

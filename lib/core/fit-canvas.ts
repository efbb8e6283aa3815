import { bucketOf, problemBuckets } from "./flow-buckets";
import type { FlowGroup, FlowNode } from "./flow-view";
import { foldRuns } from "./fold-runs";
import type { FoldedRun, RunRules } from "./fold-runs";
import { familyOf, groupsOf } from "./fold-siblings";
import type { Family, Kind } from "./fold-siblings";
import type { JobKey } from "./job-ref";
import { limits } from "./limits";
import type { VisibleTree } from "./visible-tree";

type Input = {
  readonly tree: VisibleTree;
  /** The paths, worst first; the first one and the last, to the job that was asked for, stay whatever happens. */
  readonly paths: readonly (readonly JobKey[])[];
  readonly open: ReadonlySet<string>;
};

export type Fitted = { readonly nodes: readonly FlowNode[]; readonly groups: readonly FlowGroup[] };

type Attempt = RunRules & { readonly paths: number; readonly kindsMax: number };

/** From what is nicest to read to what fits whatever the flow looks like. */
const attempts: readonly Attempt[] = [
  { edge: 20, openedEdge: 50, inside: "healthy", paths: limits.pathCulpritsMax, kindsMax: 24 },
  { edge: 10, openedEdge: 20, inside: "healthy", paths: limits.pathCulpritsMax, kindsMax: 24 },
  { edge: 5, openedEdge: 5, inside: "healthy", paths: limits.pathCulpritsMax, kindsMax: 12 },
  { edge: 2, openedEdge: 2, inside: "healthy-jobs", paths: 5, kindsMax: 6 },
  { edge: 1, openedEdge: 0, inside: "any", paths: 1, kindsMax: 0 },
];

/**
 * Chooses what stands alone so that nodes and groups together are at most `limits.canvasNodesMax`: first the paths, then
 * problems and what leads to them, then what is healthy, each from the root down. The rest is counted in groups.
 */
export function fitCanvas(input: Input): Fitted {
  for (const attempt of attempts) {
    const canvas = new Canvas(input, attempt);
    if (!canvas.placePaths() && attempt !== attempts.at(-1)) continue;
    canvas.fill((kind) => kind.troubledSingles);
    canvas.fill((kind) => kind.singles);
    return canvas.draw();
  }
  throw new Error("The last attempt is drawn whatever it costs.");
}

class Canvas {
  readonly #tree: VisibleTree;
  readonly #must: ReadonlySet<JobKey>;
  readonly #open: ReadonlySet<string>;
  readonly #kindsMax: number;
  readonly #runs: ReadonlyMap<JobKey, FoldedRun>;
  readonly #families = new Map<JobKey, Family>();
  readonly #taken = new Map<Kind, number>();
  #used = 0;

  constructor({ tree, paths, open }: Input, { kindsMax, paths: pathsMax, ...rules }: Attempt) {
    const kept = [...paths.slice(0, -1).slice(0, pathsMax), ...paths.slice(-1)];
    this.#tree = tree;
    this.#must = new Set([tree.root, ...kept.flat()]);
    this.#open = open;
    this.#kindsMax = kindsMax;
    const fixed = new Set(kept.flatMap((path) => path.at(-1) ?? []));
    this.#runs = foldRuns({ tree, must: this.#must, fixed, open, rules });
  }

  /** Whether the paths, with a place for everything beside them, fit. */
  placePaths(): boolean {
    this.#used = 0;
    for (const key of this.#shown()) this.#used += this.#ownCost(key);
    return this.#used <= limits.canvasNodesMax;
  }

  /** Takes up to `wanted` of each kind out of its fold as long as there is room. */
  fill(wanted: (kind: Kind) => number): void {
    for (const key of this.#shown())
      for (const kind of this.#familyOf(key)?.kinds ?? []) {
        const most = Math.min(wanted(kind), kind.members.length);
        for (let count = this.#taken.get(kind) ?? 0; count < most; count += 1) if (!this.#take(key, kind)) break;
      }
  }

  draw(): Fitted {
    const nodes: FlowNode[] = [];
    const groups: FlowGroup[] = [];
    for (const key of this.#shown()) {
      const run = this.#runs.get(key);
      const node = this.#tree.nodes.get(key);
      const family = this.#familyOf(key);
      if (run !== undefined) groups.push(this.#groupOfRun(run));
      else if (node !== undefined) nodes.push(node);
      if (family !== null)
        groups.push(...groupsOf(key, family, { tree: this.#tree, taken: (kind) => this.#taken.get(kind) ?? 0 }));
    }
    return { nodes, groups };
  }

  /** What is shown so far from the root down, growing while it is walked. A folded run stands for its first job. */
  *#shown(): Generator<JobKey> {
    const queue: JobKey[] = [this.#tree.root];
    for (const key of queue) {
      yield key;
      const run = this.#runs.get(key);
      if (run !== undefined) queue.push(run.leadsTo);
      const family = this.#familyOf(key);
      if (family === null) continue;
      const alone = new Set(family.fixed);
      for (const kind of family.kinds)
        for (const child of kind.members.slice(0, this.#taken.get(kind) ?? 0)) alone.add(child);
      if (alone.size > 0) queue.push(...this.#tree.childrenOf(key).filter((child) => alone.has(child)));
    }
  }

  #take(key: JobKey, kind: Kind): boolean {
    const count = this.#taken.get(kind) ?? 0;
    const child = kind.members[count];
    if (child === undefined) return false;
    // The last of a kind takes the place of the group, unless children that were only counted need it.
    const isLast = count + 1 === kind.members.length;
    const frees = isLast && this.#tree.unreadOf(key).length === 0 ? 1 : 0;
    const run = this.#runs.get(child);
    const cost = run === undefined ? this.#ownCost(child) : this.#ownCost(child) + this.#ownCost(run.leadsTo);
    if (this.#used + cost - frees > limits.canvasNodesMax) return false;
    this.#used += cost - frees;
    this.#taken.set(kind, count + 1);
    return true;
  }

  /** The card itself and a group for everything below it that does not stand alone. */
  #ownCost(key: JobKey): number {
    const family = this.#familyOf(key);
    return 1 + (family?.kinds.length ?? 0) + (family === null ? 0 : this.#tree.unreadOf(key).length);
  }

  /** `null` where the job is part of a folded run, which stands for its children too. */
  #familyOf(key: JobKey): Family | null {
    const node = this.#tree.nodes.get(key);
    if (node === undefined || this.#runs.has(key)) return null;
    const known = this.#families.get(key);
    if (known !== undefined) return known;
    const family = familyOf(key, node, {
      tree: this.#tree,
      must: this.#must,
      open: this.#open,
      kindsMax: this.#kindsMax,
    });
    this.#families.set(key, family);
    return family;
  }

  #groupOfRun({ id, parent, members, leadsTo }: FoldedRun): FlowGroup {
    const { nodes, sumsOf } = this.#tree;
    const [above, below] = [nodes.get(parent), nodes.get(leadsTo)];
    const [first = leadsTo] = members;
    const folded = members.flatMap((key) => nodes.get(key) ?? []);
    const sample = folded.find((node) => !problemBuckets.includes(bucketOf(node))) ?? folded[0];
    if (above === undefined || below === undefined || sample === undefined)
      throw new Error("A folded run lies between two jobs of the flow.");
    // A chain leads through queues; what its jobs have in common is their name.
    const isOneName = folded.every(({ job }) => job.name === sample.job.name);
    const [all, left] = [sumsOf(first), sumsOf(leadsTo)];
    return {
      id,
      parent: { queue: above.job.queue, id: above.job.id },
      queue: sample.job.queue,
      name: isOneName ? sample.job.name : null,
      bucket: sample.state,
      count: members.length,
      worst: null,
      heldMs: null,
      ran: null,
      inside: { jobs: all.jobs - left.jobs - members.length, problems: all.problems - left.problems },
      leadsTo: { queue: below.job.queue, id: below.job.id },
    };
  }
}

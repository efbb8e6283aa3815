import { bucketOf, problemRank } from "./flow-buckets";
import type { FlowGroup, FlowNode } from "./flow-view";
import { groupId } from "./group-id";
import { ranOf, spreadOf } from "./group-times";
import { jobKey } from "./job-ref";
import type { State } from "./job-state";
import { limits } from "./limits";
import { verdicts } from "./verdict";

type SiblingsInput = {
  readonly parent: FlowNode;
  /** The children that were read. */
  readonly siblings: readonly FlowNode[];
  /** Children that are only counted. */
  readonly unread: readonly { readonly state: State; readonly count: number }[];
  /** Never folded: on a path, or asked for. */
  readonly keep: (node: FlowNode) => boolean;
  readonly open: ReadonlySet<string>;
  /** How many nodes may still be shown. */
  readonly roomMax: number;
};

/** Nodes that an opened group shows. */
const openedMax = 100;
/** Up to this many healthy siblings of one kind stay single. */
const completedSingleMax = 3;
const otherSingleMax = 5;

/**
 * Folds the children of one parent. A problem never disappears inside a healthy fold: the worst five of each kind
 * stay single, the rest fold with their own kind only.
 */
export function groupSiblings(input: SiblingsInput): {
  readonly nodes: readonly FlowNode[];
  readonly groups: readonly FlowGroup[];
} {
  const { parent, siblings, keep, open } = input;
  const kept = siblings.filter(keep);
  const nodes: FlowNode[] = [...kept];
  const groups: FlowGroup[] = [];
  for (const [id, kind] of kindsOf(
    parent,
    siblings.filter((node) => !keep(node)),
  )) {
    const singles = singlesOf(kind, open.has(id), Math.max(0, input.roomMax - nodes.length));
    nodes.push(...kind.slice(0, singles));
    const rest = kind.slice(singles);
    const [sample] = rest;
    if (sample !== undefined) groups.push(toGroup(id, parent, rest, sample));
  }
  return {
    nodes: nodes.sort(worstFirst),
    groups: [...groups, ...unreadGroups(input, groups)].map((group) => addUnread(group, input)),
  };
}

function kindsOf(parent: FlowNode, siblings: readonly FlowNode[]): ReadonlyMap<string, FlowNode[]> {
  const kinds = new Map<string, FlowNode[]>();
  for (const node of siblings.toSorted(worstFirst)) {
    const id = groupId({ parent: parent.job, queue: node.job.queue, name: node.job.name, bucket: bucketOf(node) });
    const kind = kinds.get(id);
    if (kind === undefined) kinds.set(id, [node]);
    else kind.push(node);
  }
  return kinds;
}

function singlesOf(kind: readonly FlowNode[], opened: boolean, roomMax: number): number {
  const [sample] = kind;
  if (sample === undefined) return 0;
  if (problemRank(sample) !== null) return Math.min(kind.length, opened ? openedMax : limits.exemplarsPerProblemMax);
  if (opened) return Math.min(kind.length, openedMax, roomMax);
  const singleMax = sample.state === "completed" ? completedSingleMax : otherSingleMax;
  // Parents lead further down: they stay single as long as there is room.
  if (sample.state === "waiting-children") return Math.min(kind.length, roomMax);
  return kind.length <= singleMax ? Math.min(kind.length, roomMax) : 0;
}

function toGroup(id: string, parent: FlowNode, nodes: readonly FlowNode[], sample: FlowNode): FlowGroup {
  return {
    id,
    parent: { queue: parent.job.queue, id: parent.job.id },
    queue: sample.job.queue,
    name: sample.job.name,
    bucket: bucketOf(sample),
    count: nodes.length,
    worst: worstOf(nodes),
    heldMs: spreadOf(nodes),
    ran: ranOf(nodes),
  };
}

function worstOf(nodes: readonly FlowNode[]): FlowGroup["worst"] {
  const ranks = nodes.map((node) => (node.verdict === null ? -1 : verdicts.indexOf(node.verdict)));
  return verdicts[Math.max(-1, ...ranks)] ?? null;
}

/** What was only counted joins a fold of its state, or makes one of its own. */
function unreadGroups({ parent, unread }: SiblingsInput, groups: readonly FlowGroup[]): readonly FlowGroup[] {
  return unread.flatMap(({ state }) => {
    if (groups.some((group) => group.bucket === state)) return [];
    const { queue, id } = parent.job;
    return [
      {
        id: groupId({ parent: parent.job, queue, name: null, bucket: state }),
        parent: { queue, id },
        queue,
        name: null,
        bucket: state,
        count: 0,
        worst: null,
        heldMs: null,
        ran: null,
      },
    ];
  });
}

function addUnread(group: FlowGroup, { unread, parent, siblings }: SiblingsInput): FlowGroup {
  const counted = unread.find(({ state }) => state === group.bucket);
  if (counted === undefined) return group;
  const first = siblings.find((node) => bucketOf(node) === group.bucket && !isKept(node, parent));
  const joins =
    first === undefined || (first.job.queue === group.queue && first.job.name === group.name) || group.name === null;
  return joins ? { ...group, count: group.count + counted.count } : group;
}

function isKept(node: FlowNode, parent: FlowNode): boolean {
  return jobKey(node.job) === jobKey(parent.job);
}

/** Problems first, then the order in which they began; ids decide ties, so that the order is stable. */
function worstFirst(a: FlowNode, b: FlowNode): number {
  return (
    (problemRank(a) ?? 99) - (problemRank(b) ?? 99) ||
    (b.lock?.heldMs ?? 0) - (a.lock?.heldMs ?? 0) ||
    (a.job.id < b.job.id ? -1 : a.job.id > b.job.id ? 1 : 0)
  );
}

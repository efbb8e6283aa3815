import { bucketOf, problemRank } from "./flow-buckets";
import type { FlowGroup, FlowNode, GroupBucket } from "./flow-view";
import { groupId } from "./group-id";
import { ranOf, spreadOf } from "./group-times";
import { limits } from "./limits";
import { verdicts } from "./verdict";

type SiblingsInput = {
  readonly parent: FlowNode;
  /** The children that were read. */
  readonly siblings: readonly FlowNode[];
  /** Children that are only counted. */
  readonly unread: readonly { readonly bucket: GroupBucket; readonly count: number }[];
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
    const singles = singlesOf(kind, {
      opened: open.has(id),
      roomMax: Math.max(0, input.roomMax - nodes.length),
      keptOfKind: kept.filter((node) => kindOf(parent, node) === id).length,
    });
    nodes.push(...kind.slice(0, singles));
    const rest = kind.slice(singles);
    const [sample] = rest;
    if (sample !== undefined) groups.push(toGroup(id, parent, rest, sample));
  }
  return {
    nodes: nodes.sort(worstFirst),
    groups: addUnread(groups, input),
  };
}

function kindsOf(parent: FlowNode, siblings: readonly FlowNode[]): ReadonlyMap<string, FlowNode[]> {
  const kinds = new Map<string, FlowNode[]>();
  for (const node of siblings.toSorted(worstFirst)) {
    const id = kindOf(parent, node);
    const kind = kinds.get(id);
    if (kind === undefined) kinds.set(id, [node]);
    else kind.push(node);
  }
  return kinds;
}

function kindOf(parent: FlowNode, node: FlowNode): string {
  return groupId({ parent: parent.job, queue: node.job.queue, name: node.job.name, bucket: bucketOf(node) });
}

type Room = { readonly opened: boolean; readonly roomMax: number; readonly keptOfKind: number };

function singlesOf(kind: readonly FlowNode[], { opened, roomMax, keptOfKind }: Room): number {
  const [sample] = kind;
  if (sample === undefined) return 0;
  if (problemRank(sample) !== null) {
    const exemplarsMax = Math.max(0, limits.exemplarsPerProblemMax - keptOfKind);
    return Math.min(kind.length, opened ? openedMax : exemplarsMax, roomMax);
  }
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

/** What was only counted joins the largest fold of its bucket, or makes one of its own. */
function addUnread(groups: readonly FlowGroup[], { parent, siblings, unread }: SiblingsInput): readonly FlowGroup[] {
  const added = [...groups];
  for (const { bucket, count } of unread) {
    const index = added.findIndex((group) => group.bucket === bucket);
    const group = added[index];
    if (group === undefined) added.push(unreadGroup(parent, siblings, { bucket, count }));
    else added[index] = { ...group, count: group.count + count };
  }
  return added;
}

/** Named after the read siblings of its bucket where all of them have one queue and name. */
function unreadGroup(
  parent: FlowNode,
  siblings: readonly FlowNode[],
  { bucket, count }: { readonly bucket: GroupBucket; readonly count: number },
): FlowGroup {
  const [first, ...others] = siblings.filter((node) => bucketOf(node) === bucket);
  const isOneKind =
    first !== undefined &&
    others.every((node) => node.job.queue === first.job.queue && node.job.name === first.job.name);
  const queue = isOneKind ? first.job.queue : parent.job.queue;
  const name = isOneKind ? first.job.name : null;
  const { queue: parentQueue, id } = parent.job;
  return {
    id: groupId({ parent: parent.job, queue, name, bucket }),
    parent: { queue: parentQueue, id },
    queue,
    name,
    bucket,
    count,
    worst: null,
    heldMs: null,
    ran: null,
  };
}

/** Problems first, then the order in which they began; ids decide ties, so that the order is stable. */
function worstFirst(a: FlowNode, b: FlowNode): number {
  return (
    (problemRank(a) ?? 99) - (problemRank(b) ?? 99) ||
    (b.lock?.heldMs ?? 0) - (a.lock?.heldMs ?? 0) ||
    (a.job.id < b.job.id ? -1 : a.job.id > b.job.id ? 1 : 0)
  );
}

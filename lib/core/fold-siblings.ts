import { bucketOf, problemBuckets, problemRank } from "./flow-buckets";
import type { FlowGroup, FlowNode, GroupBucket } from "./flow-view";
import { groupId } from "./group-id";
import { ranOf, spreadOf } from "./group-times";
import type { JobKey } from "./job-ref";
import { limits } from "./limits";
import { verdicts } from "./verdict";
import type { VisibleTree } from "./visible-tree";

/** Siblings that fold together, and how many of them stand alone where there is room. */
export type Kind = {
  readonly id: string;
  readonly members: readonly JobKey[];
  /** Problems and what leads to one, before anything healthy has its place. */
  readonly troubledSingles: number;
  readonly singles: number;
};

export type Family = {
  readonly parent: FlowNode;
  /** On a path, or asked for: never folded. */
  readonly fixed: readonly JobKey[];
  readonly kinds: readonly Kind[];
  /** The kinds are told apart by their bucket only. */
  readonly coarse: boolean;
};

type Input = {
  readonly tree: VisibleTree;
  readonly must: ReadonlySet<JobKey>;
  readonly open: ReadonlySet<string>;
  /** With more kinds than this, siblings fold by their bucket only. */
  readonly kindsMax: number;
};

/** Nodes that an opened group shows. */
const openedMax = 100;
/** Up to this many healthy siblings of one kind stay single. */
const completedSingleMax = 3;
const otherSingleMax = 5;

/**
 * Sorts the children of one parent into kinds. A problem never disappears inside a healthy fold: the worst five of each
 * kind stay single, the rest fold with their own kind only.
 */
export function familyOf(key: JobKey, parent: FlowNode, { tree, must, open, kindsMax }: Input): Family {
  const children = tree.childrenOf(key);
  const fixed = children.filter((child) => must.has(child));
  const others = children.filter((child) => !must.has(child));
  const fine = kindsOf(parent, { tree, keys: others, coarse: false });
  const coarse = fine.size > kindsMax;
  const kinds = coarse ? kindsOf(parent, { tree, keys: others, coarse }) : fine;
  const fixedKinds = kindsOf(parent, { tree, keys: fixed, coarse });
  return {
    parent,
    fixed,
    coarse,
    kinds: [...kinds].map(([id, members]) => {
      const isOpen = open.has(id);
      return { id, members, ...singlesOf(tree, members, { isOpen, fixedOfKind: fixedKinds.get(id)?.length ?? 0 }) };
    }),
  };
}

type Keys = { readonly tree: VisibleTree; readonly keys: readonly JobKey[]; readonly coarse: boolean };

function kindsOf(parent: FlowNode, { tree, keys, coarse }: Keys): ReadonlyMap<string, readonly JobKey[]> {
  const kinds = new Map<string, { readonly id: string; readonly members: JobKey[] }>();
  for (const key of keys) {
    const node = tree.nodes.get(key);
    if (node === undefined) continue;
    const { queue, name } = coarse ? { queue: parent.job.queue, name: null } : node.job;
    const bucket = bucketOf(node);
    // Ids are made once for each kind: making one takes longer than all the rest.
    const same = `${bucket}\n${queue}\n${name ?? ""}`;
    const kind = kinds.get(same);
    if (kind === undefined)
      kinds.set(same, { id: groupId({ parent: parent.job, queue, name, bucket }), members: [key] });
    else kind.members.push(key);
  }
  return new Map([...kinds.values()].map(({ id, members }) => [id, members]));
}

type Room = { readonly isOpen: boolean; readonly fixedOfKind: number };

function singlesOf(tree: VisibleTree, members: readonly JobKey[], { isOpen, fixedOfKind }: Room) {
  const [first] = members;
  const sample = first === undefined ? undefined : tree.nodes.get(first);
  if (sample === undefined) return { troubledSingles: 0, singles: 0 };
  const exemplarsMax = Math.max(0, limits.exemplarsPerProblemMax - fixedOfKind);
  let exemplars = 0;
  let leading = 0;
  for (const key of members) {
    const node = tree.nodes.get(key);
    if (node !== undefined && problemRank(node) !== null) exemplars += 1;
    else if (tree.sumsOf(key).problems > 0) leading += 1;
  }
  const troubledSingles = exemplars > exemplarsMax ? exemplarsMax : exemplars + leading;
  if (isOpen) return { troubledSingles, singles: Math.max(troubledSingles, Math.min(members.length, openedMax)) };
  if (problemBuckets.includes(bucketOf(sample)) || troubledSingles < exemplars + leading)
    return { troubledSingles, singles: troubledSingles };
  // Parents lead further down: they stay single as long as there is room.
  if (sample.state === "waiting-children") return { troubledSingles, singles: members.length };
  const singleMax = sample.state === "completed" ? completedSingleMax : otherSingleMax;
  const isSmall = members.length - troubledSingles <= singleMax;
  return { troubledSingles, singles: isSmall ? members.length : troubledSingles };
}

/** What of a family does not stand alone, as groups; `taken` are the singles of each kind. */
export function groupsOf(
  key: JobKey,
  family: Family,
  { tree, taken }: { readonly tree: VisibleTree; readonly taken: (kind: Kind) => number },
): readonly FlowGroup[] {
  const groups: FlowGroup[] = [];
  for (const kind of family.kinds) {
    const rest = kind.members.slice(taken(kind));
    if (rest.length > 0) groups.push(toGroup(tree, family, { id: kind.id, members: rest }));
  }
  for (const { bucket, count } of tree.unreadOf(key)) {
    const index = groups.findIndex((group) => group.bucket === bucket);
    const group = groups[index];
    if (group === undefined) groups.push(unreadGroup(tree, key, { parent: family.parent, bucket, count }));
    else groups[index] = { ...group, count: group.count + count };
  }
  return groups;
}

type Rest = { readonly id: string; readonly members: readonly JobKey[] };

function toGroup(tree: VisibleTree, { parent, coarse }: Family, { id, members }: Rest): FlowGroup {
  const nodes = members.flatMap((key) => tree.nodes.get(key) ?? []);
  const [sample = parent] = nodes;
  const bucket = bucketOf(sample);
  const sums = members.map((key) => tree.sumsOf(key));
  const told = problemBuckets.includes(bucket) ? members.length : 0;
  return {
    id,
    parent: { queue: parent.job.queue, id: parent.job.id },
    queue: coarse ? parent.job.queue : sample.job.queue,
    name: coarse ? null : sample.job.name,
    bucket,
    count: members.length,
    worst: worstOf(nodes),
    heldMs: spreadOf(nodes),
    ran: ranOf(nodes),
    inside: {
      jobs: sums.reduce((sum, { jobs }) => sum + jobs - 1, 0),
      problems: sums.reduce((sum, { problems }) => sum + problems, 0) - told,
    },
    leadsTo: null,
  };
}

function worstOf(nodes: readonly FlowNode[]): FlowGroup["worst"] {
  const ranks = nodes.map((node) => (node.verdict === null ? -1 : verdicts.indexOf(node.verdict)));
  return verdicts[ranks.reduce((most, rank) => Math.max(most, rank), -1)] ?? null;
}

type Counted = { readonly parent: FlowNode; readonly bucket: GroupBucket; readonly count: number };

/** Named after the read siblings of its bucket where all of them have one queue and name. */
function unreadGroup(tree: VisibleTree, key: JobKey, { parent, bucket, count }: Counted): FlowGroup {
  const siblings = tree.childrenOf(key).flatMap((child) => tree.nodes.get(child) ?? []);
  const [first, ...others] = siblings.filter((node) => bucketOf(node) === bucket);
  const isOneKind =
    first !== undefined &&
    others.every((node) => node.job.queue === first.job.queue && node.job.name === first.job.name);
  const queue = isOneKind ? first.job.queue : parent.job.queue;
  const name = isOneKind ? first.job.name : null;
  return {
    id: groupId({ parent: parent.job, queue, name, bucket }),
    parent: { queue: parent.job.queue, id: parent.job.id },
    queue,
    name,
    bucket,
    count,
    worst: null,
    heldMs: null,
    ran: null,
    inside: { jobs: 0, problems: 0 },
    leadsTo: null,
  };
}

import { bucketOf } from "@/lib/core/flow-buckets";
import type { FlowGroup, FlowNode } from "@/lib/core/flow-view";
import { groupId } from "@/lib/core/group-id";
import { jobKey } from "@/lib/core/job-ref";

import type { FlowItem, FlowTree } from "./flow-tree";

/** A row of the outline; `more` stands last in an opened group and tells how many are still folded. */
export type OutlineItem = FlowItem | { readonly kind: "more"; readonly id: string; readonly group: FlowGroup };

export type OutlineTree = {
  readonly rootId: string;
  readonly items: ReadonlyMap<string, OutlineItem>;
  readonly childIds: ReadonlyMap<string, readonly string[]>;
  readonly parentIds: ReadonlyMap<string, string>;
};

type Opened = {
  /** Ids of opened groups. */
  readonly open: readonly string[];
  /** Jobs of opened groups that were read page by page, beyond those of the view. */
  readonly pages: ReadonlyMap<string, readonly FlowNode[]>;
};

/** The tree as the outline shows it: the jobs of an opened group stand below a row of their group, not beside it. */
export function toOutlineTree(tree: FlowTree, { open, pages }: Opened): OutlineTree {
  // A chain's fold has no jobs beside it: the view shows more of both its ends once it is opened.
  const opened = new Set(open.filter((id) => !isChain(tree.items.get(id))));
  if (opened.size === 0) return tree;
  const items = new Map<string, OutlineItem>(tree.items);
  const parentIds = new Map(tree.parentIds);
  const childIds = new Map<string, readonly string[]>(tree.childIds);
  for (const [parentId, ids] of tree.childIds) {
    const family = new Map<string, string[]>();
    for (const id of ids) {
      const group = openedGroupOf(tree, parentId, id);
      const home = group !== null && opened.has(group) ? group : id;
      family.set(home, home === id && !opened.has(id) ? [] : [...(family.get(home) ?? []), id]);
    }
    if (![...family.keys()].some((id) => opened.has(id))) continue;
    childIds.set(parentId, [...family.keys()]);
    for (const [id, members] of family) if (opened.has(id)) nest(id, members, pages.get(id) ?? []);
  }
  return { rootId: tree.rootId, items, childIds, parentIds };

  function nest(id: string, members: readonly string[], read: readonly FlowNode[]): void {
    const rest = tree.items.get(id);
    const singles = members.filter((member) => member !== id);
    const [first] = singles.flatMap((member) => tree.items.get(member) ?? []);
    const group = rest?.kind === "group" ? rest.group : first?.kind === "job" ? toGroup(id, first.node) : null;
    const parentId = parentIds.get(id) ?? parentIds.get(singles[0] ?? "");
    if (group === null || parentId === undefined) return;
    const folded = rest?.kind === "group" ? rest.group.count : 0;
    const paged = read.filter((node) => !tree.items.has(jobKey(node.job)));
    for (const node of paged) items.set(jobKey(node.job), { kind: "job", id: jobKey(node.job), node });
    const below = [...singles, ...paged.map((node) => jobKey(node.job))];
    const left = Math.max(0, folded - paged.length);
    const moreId = `${id}~more`;
    if (left > 0) items.set(moreId, { kind: "more", id: moreId, group: { ...group, count: left } });
    items.set(id, { kind: "group", id, group: { ...group, count: singles.length + folded } });
    parentIds.set(id, parentId);
    const all = left > 0 ? [...below, moreId] : below;
    childIds.set(id, all);
    for (const child of all) parentIds.set(child, id);
  }
}

function isChain(item: FlowItem | undefined): boolean {
  return item?.kind === "group" && item.group.leadsTo !== null;
}

/** The group that a job would be folded into. */
function openedGroupOf(tree: FlowTree, parentId: string, id: string): string | null {
  const [item, parent] = [tree.items.get(id), tree.items.get(parentId)];
  if (item?.kind === "group") return id;
  if (item === undefined || parent?.kind !== "job") return null;
  const { job } = item.node;
  return groupId({ parent: parent.node.job, queue: job.queue, name: job.name, bucket: bucketOf(item.node) });
}

function toGroup(id: string, node: FlowNode): FlowGroup {
  const parent = node.parent ?? node.job;
  return {
    id,
    parent,
    queue: node.job.queue,
    name: node.job.name,
    bucket: bucketOf(node),
    count: 0,
    worst: null,
    heldMs: null,
    ran: null,
    inside: { jobs: 0, problems: 0 },
    leadsTo: null,
  };
}

import { ageOfNode, matchesTexts, readJobFilter, textsOfNode } from "@/lib/core/job-filter";
import type { FilterTexts } from "@/lib/core/job-filter";
import { queueLabel } from "@/lib/core/job-label";

import type { FlowItem, FlowTree } from "./flow-tree";

type FilterInput = {
  /** The instant of the reading, on Redis' clock. */
  readonly nowMs: number;
  /** Ids of jobs that the server found: it has read what no view holds. */
  readonly found: ReadonlySet<string>;
};

/** What a filter leaves of a flow as it is on screen; `null`: there is nothing to filter by. */
export function readFlowFilter(query: string, { nowMs, found }: FilterInput): ((item: FlowItem) => boolean) | null {
  const filter = readJobFilter(query);
  if (filter === null) return null;
  return (item) => {
    if (found.has(item.id)) return true;
    if (filter.data.length > 0) return false;
    return item.kind === "job"
      ? matchesTexts(filter, textsOfNode(item.node), ageOfNode(item.node, nowMs))
      : matchesTexts(filter, textsOfGroup(item), null);
  };
}

/** The tree of what matches and its ancestors; the root always stays. */
export function filterTree(
  tree: FlowTree,
  matches: (item: FlowItem) => boolean,
): FlowTree & { readonly matched: number } {
  const kept = new Set<string>([tree.rootId]);
  let matched = 0;
  for (const item of tree.items.values()) {
    if (!matches(item)) continue;
    matched += item.kind === "group" ? item.group.count : 1;
    for (let id: string | undefined = item.id; id !== undefined && !kept.has(id); id = tree.parentIds.get(id))
      kept.add(id);
  }
  return {
    rootId: tree.rootId,
    items: new Map([...tree.items].filter(([id]) => kept.has(id))),
    childIds: new Map([...tree.childIds].map(([id, children]) => [id, children.filter((child) => kept.has(child))])),
    parentIds: new Map([...tree.parentIds].filter(([id]) => kept.has(id))),
    slotEdges: tree.slotEdges.filter((edge) => kept.has(edge.waitingId) && kept.has(edge.holderId)),
    matched,
  };
}

function textsOfGroup({ group }: Extract<FlowItem, { kind: "group" }>): FilterTexts {
  return {
    state: [group.bucket],
    verdict: [group.bucket],
    queue: [queueLabel(group.queue)],
    name: [group.name ?? ""],
    holder: [],
    id: [],
  };
}

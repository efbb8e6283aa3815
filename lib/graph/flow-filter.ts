import { bucketOf } from "@/lib/core/flow-buckets";
import { queueLabel } from "@/lib/core/job-label";

import type { FlowItem, FlowTree } from "./flow-tree";

const fields = ["state", "queue", "name", "verdict", "holder"] as const;
type Field = (typeof fields)[number];
type Term = { readonly field: Field | null; readonly text: string };

/**
 * Reads a filter such as `state:failed queue:pay* charge`: terms are joined by "and", a star stands for anything, a
 * word without a field looks into name, id and queue. `null`: there is nothing to filter by.
 */
export function readFlowFilter(query: string): ((item: FlowItem) => boolean) | null {
  const terms = query
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
    .map(toTerm);
  if (terms.length === 0) return null;
  return (item) => terms.every((term) => matches(item, term));
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

function toTerm(word: string): Term {
  const colon = word.indexOf(":");
  const field = fields.find((one) => one === word.slice(0, Math.max(0, colon)));
  return field === undefined ? { field: null, text: word } : { field, text: word.slice(colon + 1) };
}

function matches(item: FlowItem, { field, text }: Term): boolean {
  const texts = textsOf(item);
  if (field !== null) return texts[field].some((one) => holds(one, text));
  return [...texts.name, ...texts.queue, ...texts.id].some((one) => holds(one, text));
}

function textsOf(item: FlowItem): { readonly [F in Field | "id"]: readonly string[] } {
  if (item.kind === "group") {
    const { group } = item;
    const kind = [group.bucket];
    return {
      state: kind,
      verdict: kind,
      queue: [queueLabel(group.queue)],
      name: [group.name ?? ""],
      holder: [],
      id: [],
    };
  }
  const { node } = item;
  return {
    state: [node.state, bucketOf(node)],
    verdict: node.verdict === null ? [] : [node.verdict],
    queue: [queueLabel(node.job.queue)],
    name: [node.job.name ?? ""],
    holder: node.lock === null ? [] : [node.lock.holder ?? node.lock.workerId],
    id: [node.job.id],
  };
}

/** Part of the text, or, with stars, the whole of it piece by piece. No regular expression is made of users' text. */
function holds(whole: string, pattern: string): boolean {
  const text = whole.toLowerCase();
  if (!pattern.includes("*")) return text.includes(pattern);
  const pieces = pattern.split("*");
  const first = pieces[0] ?? "";
  const last = pieces.at(-1) ?? "";
  if (!text.startsWith(first)) return false;
  let from = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const at = text.indexOf(piece, from);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}

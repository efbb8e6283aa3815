import type { FlowTree } from "@/lib/graph/flow-tree";

/** Where an arrow key leads from a card: to its parent, first child or neighbour; `null`: nowhere. */
export function canvasStep(tree: FlowTree, fromId: string, key: string): string | null {
  const parentId = tree.parentIds.get(fromId);
  const siblings = parentId === undefined ? [fromId] : (tree.childIds.get(parentId) ?? []);
  const index = siblings.indexOf(fromId);
  switch (key) {
    case "ArrowLeft":
      return parentId ?? null;
    case "ArrowRight":
      return tree.childIds.get(fromId)?.[0] ?? null;
    case "ArrowUp":
    case "k":
      return siblings[index - 1] ?? null;
    case "ArrowDown":
    case "j":
      return siblings[index + 1] ?? null;
    case "Home":
      return siblings[0] ?? null;
    case "End":
      return siblings.at(-1) ?? null;
    default:
      return null;
  }
}

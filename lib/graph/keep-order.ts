type ChildIds = ReadonlyMap<string, readonly string[]>;

/**
 * Keeps siblings where they stood while their states change: those that were there before keep their order among
 * themselves, new ones come in after the sibling that stands before them in the fresh order.
 */
export function keepOrder(before: ChildIds, fresh: ChildIds): ChildIds {
  return new Map([...fresh].map(([parentId, ids]) => [parentId, keepFamily(before.get(parentId) ?? [], ids)]));
}

/** How many siblings stand elsewhere than the fresh order would have them. */
export function countMoves(shown: ChildIds, fresh: ChildIds): number {
  let moves = 0;
  for (const [parentId, ids] of fresh) {
    const family = shown.get(parentId) ?? [];
    moves += ids.filter((id, index) => family[index] !== id).length;
  }
  return moves;
}

function keepFamily(before: readonly string[], fresh: readonly string[]): readonly string[] {
  const present = new Set(fresh);
  const known = new Set(before);
  const kept = before.filter((id) => present.has(id));
  if (kept.length === fresh.length) return kept;
  const followers = new Map<string | null, string[]>();
  let anchor: string | null = null;
  for (const id of fresh) {
    if (known.has(id)) anchor = id;
    else followers.set(anchor, [...(followers.get(anchor) ?? []), id]);
  }
  return [...(followers.get(null) ?? []), ...kept.flatMap((id) => [id, ...(followers.get(id) ?? [])])];
}

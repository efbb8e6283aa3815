import { splitQueue } from "@/lib/core/job-ref";

/** Parted by their queues' prefixes, each part in order: only keys of one prefix are surely in one slot of a cluster. */
export function byPrefix<Item>(
  items: readonly Item[],
  queueOf: (item: Item) => string,
): readonly (readonly [first: Item, ...others: Item[]])[] {
  const prefixes = new Map<string, string>();
  const parts = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const queue = queueOf(item);
    const prefix = prefixes.get(queue) ?? splitQueue(queue).prefix;
    prefixes.set(queue, prefix);
    const part = parts.get(prefix);
    if (part === undefined) parts.set(prefix, [item]);
    else part.push(item);
  }
  return [...parts.values()];
}

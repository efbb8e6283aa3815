import { queueKey } from "./keys";
import type { ReadParent } from "./known-parents";
import type { ReadScript } from "./read-script";
import { listOf } from "./waiting-parents-slice";

const budgetUs = 1_500;
const parentsPerSliceMin = 100;
const parentsPerSliceMax = 1_000;

/** Those of the parents that still are as they were read, by id, in their order. */
export async function checkKnownParents(
  script: ReadScript,
  queue: string,
  known: ReadonlyMap<string, ReadParent>,
): Promise<ReadonlyMap<string, ReadParent>> {
  const entries = [...known];
  const changed = new Set<string>();
  let [from, size] = [0, parentsPerSliceMin];
  while (from < entries.length) {
    const slice = entries.slice(from, from + size);
    const reply = listOf(
      await script.run(queueKey(queue, "waiting-children"), [budgetUs, 0, queue, toArgument(slice)]),
    );
    const done = Math.max(1, Number(reply[0]));
    for (const place of listOf(reply[1])) changed.add(slice[Number(place)]?.[0] ?? "");
    from += done;
    size = Math.min(parentsPerSliceMax, Math.max(parentsPerSliceMin, 2 * done));
  }
  return changed.size === 0 ? known : new Map(entries.filter(([id]) => !changed.has(id)));
}

function toArgument(slice: readonly (readonly [string, ReadParent])[]): string {
  const flat: (string | number)[] = [];
  for (const [id, { score, keys }] of slice) flat.push(id, score, keys.length, ...keys);
  return JSON.stringify(flat);
}

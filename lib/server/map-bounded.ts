import "server-only";

/** `Promise.all` over `items` with at most `atOnce` calls under way; answers in the order of `items`. */
export async function mapBounded<T, R>(
  items: readonly T[],
  atOnce: number,
  run: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  const queue = items.entries();
  const lanes = Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    for (const [index, item] of queue) answers[index] = await run(item);
  });
  await Promise.all(lanes);
  return answers;
}

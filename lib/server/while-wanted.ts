import "server-only";

const waiting = new WeakMap<object, Map<string, Set<AbortSignal>>>();

/**
 * Runs work that several may share, under a key of `place`; `isWanted` tells it whether anybody still waits for it.
 * Each caller leaves when its own signal says so.
 */
export async function whileWanted<T>(
  place: object,
  key: string,
  signal: AbortSignal,
  run: (isWanted: () => boolean) => Promise<T>,
): Promise<T> {
  const here = waiting.get(place) ?? new Map<string, Set<AbortSignal>>();
  waiting.set(place, here);
  const callers = here.get(key) ?? new Set<AbortSignal>();
  here.set(key, callers.add(signal));
  try {
    return await run(() => [...callers].some((caller) => !caller.aborted));
  } finally {
    callers.delete(signal);
    if (callers.size === 0) here.delete(key);
  }
}

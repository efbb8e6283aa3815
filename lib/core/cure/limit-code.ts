/** The time limit of any layer, and how things are told. */
export const limitCode = `/** Aborts the work's signal after the limit, and ends then even where the work does not listen to it. */
async function withinLimit<T>(
  what: string,
  limitMs: number,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted();
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(new Error(\`\${what} took longer than \${limitMs} ms.\`)), limitMs);
  const signal = outer === undefined ? limit.signal : AbortSignal.any([outer, limit.signal]);
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
  try {
    return await Promise.race([work(signal), aborted]);
  } finally {
    clearTimeout(timer);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** One line an event; put your logger here. */
function tell(event: string, about: Record<string, unknown>): void {
  console.log(JSON.stringify({ event, ...about }));
}`;

import "server-only";

import { callerOf } from "./caller";
import { connectionOf } from "./deps";
import { getJobHistory } from "./get-job-history";
import { listIncidents } from "./list-incidents";
import { putLimit } from "./put-limit";
import { start } from "./start";
import type { Ask } from "./test-flowlock-process";

start();
const connection = connectionOf("default");

process.on("message", (ask: { readonly id: number } & Ask) => {
  void answer(ask).then(
    (value) => process.send?.({ id: ask.id, value }),
    (error: unknown) => process.send?.({ id: ask.id, error: String(error) }),
  );
});
process.send?.({ id: 0, value: "started" });

/** Nothing of this counts as somebody looking at this process' pages. */
async function answer(ask: Ask): Promise<unknown> {
  switch (ask.what) {
    case "sweep":
      return describeSweep();
    case "incidents":
      return (await listIncidents(connection, { state: undefined, cursor: undefined, limit: 50 })).incidents;
    case "history":
      return getJobHistory(connection, ask.about);
    case "limits":
      return connection.limits.list();
    case "mute":
      return putLimit(connection, ask.about, callerOf("soak"));
    case "heap":
      return heapBytes();
  }
}

function describeSweep() {
  const { atMs, locks } = connection.watch.lastSweep();
  const verdicts: Record<string, number> = {};
  for (const { verdict } of locks) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return { atMs, verdicts, locks: locks.slice(0, 20) };
}

/** After a full collection: what is left is what is remembered. */
function heapBytes(): number {
  if (globalThis.gc === undefined) throw new Error("This process was not started with --expose-gc.");
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}

import "server-only";

import type { FlowsQuery } from "@/lib/contract/query-schemas";
import type { FlowListState } from "@/lib/contract/flow-list-states";
import type { CauseId } from "@/lib/core/cause";
import type { Culprit } from "@/lib/core/diagnosis";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import { isFinished, queueStates } from "@/lib/core/job-state";
import type { QueueState } from "@/lib/core/job-state";

import { readCacheMs } from "./connection";
import type { Connection } from "./connection";
import { readFlowHeads } from "./flow-heads";
import { parseCursor, toCursor } from "./flow-cursor";
import { lookForCulprits } from "./triage/look-for-culprits";

/** Where the roots of flows in each list state can be. */
const collectionsOf = {
  blocked: queueStates.filter((state) => state !== "completed"),
  running: queueStates.filter((state) => !isFinished(state)),
  finished: ["completed"],
  failed: ["failed"],
  all: queueStates,
} as const satisfies Record<FlowListState, readonly QueueState[]>;

/** A page of flow roots, newest first. */
export async function listFlows(connection: Connection, { state, queue, q, cursor, limit }: FlowsQuery) {
  const heads = await readHeads(connection, state, queue);
  const { gathering, result } = await lookForCulprits(connection);
  const causes = causesOfRoots(result.culprits);
  const after = cursor === undefined ? null : parseCursor(cursor);
  const known = new Set(heads.roots.map((root) => jobKey(root.ref)));
  const blockedRoots = gathering.roots
    .flatMap((ref) => gathering.forest.jobs.get(jobKey(ref)) ?? [])
    .filter((root) => !known.has(jobKey(root.ref)) && (queue === undefined || root.ref.queue === queue));
  const wanted = [...heads.roots, ...blockedRoots]
    .filter((root) => hasListState(root, state, causes.has(jobKey(root.ref))) && matches(root, q))
    .map((root) => ({ root, place: { createdAtMs: root.createdAtMs ?? 0, key: jobKey(root.ref) } }))
    .toSorted((a, b) => compare(a.place, b.place))
    .filter(({ place }) => after === null || compare(after, place) < 0);
  const page = wanted.slice(0, limit);
  const last = page.at(-1);
  return {
    readAtMs: heads.readAtMs,
    flows: page.map(({ root }) => toListed(root, causes.get(jobKey(root.ref)) ?? null)),
    cursor: last === undefined || wanted.length <= limit ? null : toCursor(last.place),
    truncated: heads.truncated || gathering.truncated,
  };
}

function readHeads(connection: Connection, state: FlowListState, queue: string | undefined) {
  return connection.cache.read(`heads ${JSON.stringify([state, queue])}`, readCacheMs, async () => {
    const { reader, roots: memory, directory } = connection;
    const names = directory.queues().filter((name) => queue === undefined || name === queue);
    return readFlowHeads({ reader, memory, queues: await reader.readQueues(names), states: collectionsOf[state] });
  });
}

/** Jobs at work or in a moving line are waited for, but block nothing (CAUSES: "blocked?" no). */
const waitedFor: ReadonlySet<CauseId> = new Set<CauseId>([
  "active-progressing",
  "active-as-usual",
  "active-within-lock",
  "waiting-in-backlog",
  "parent-key-missing",
  "parent-already-finished",
  "not-blocked",
]);

/** Culprits are sorted worst first: the first one of a root is its cause. */
function causesOfRoots(culprits: readonly Culprit[]): ReadonlyMap<JobKey, CauseId> {
  const causes = new Map<JobKey, CauseId>();
  for (const { roots, cause } of culprits) {
    if (waitedFor.has(cause)) continue;
    for (const root of roots) if (!causes.has(jobKey(root))) causes.set(jobKey(root), cause);
  }
  return causes;
}

function hasListState(root: JobReading, state: FlowListState, blocked: boolean): boolean {
  switch (state) {
    case "all":
      return true;
    case "blocked":
      return blocked;
    case "running":
      return !blocked && !isFinished(root.state);
    case "finished":
      return root.state === "completed";
    case "failed":
      return root.state === "failed";
  }
}

function matches({ ref, name }: JobReading, q: string | undefined): boolean {
  const words = (q ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  const text = `${name ?? ""} ${ref.id} ${ref.queue}`.toLowerCase();
  return words.every((word) => text.includes(word.replace(/^#/, "")));
}

function toListed(root: JobReading, cause: CauseId | null) {
  const { ref, name, state, createdAtMs, children } = root;
  return { root: { ...ref, name }, state, createdAtMs, children, blocked: cause !== null, cause };
}

type Place = { readonly createdAtMs: number; readonly key: string };

/** Newest first; jobs of the same instant by key, so that pages neither repeat nor skip one. */
function compare(a: Place, b: Place): number {
  if (a.createdAtMs !== b.createdAtMs) return b.createdAtMs - a.createdAtMs;
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
}

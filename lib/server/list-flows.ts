import "server-only";

import type { FlowsQuery } from "@/lib/contract/query-schemas";
import type { FlowListState } from "@/lib/contract/flow-list-states";
import type { CauseId } from "@/lib/core/cause";
import { jobKey, lastingJobKey } from "@/lib/core/job-ref";
import type { JobKey } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import { isFinished, queueStates } from "@/lib/core/job-state";
import type { QueueState } from "@/lib/core/job-state";
import { takeFirst } from "@/lib/core/take-first";

import { readCacheMs } from "./connection";
import type { Connection } from "./connection";
import { readFlowHeads } from "./flow-heads";
import type { FlowHeads } from "./flow-heads";
import { parseCursor, toCursor } from "./flow-cursor";
import type { TriageGathering } from "./triage/gather-triage";
import { lookForCulprits } from "./triage/look-for-culprits";
import type { CulpritLook } from "./triage/look-for-culprits";

/** Where the roots of flows in each list state can be. */
const collectionsOf = {
  running: queueStates.filter((state) => !isFinished(state)),
  finished: ["completed"],
  failed: ["failed"],
  all: queueStates,
} as const satisfies Record<Exclude<FlowListState, "blocked">, readonly QueueState[]>;

/** A page of flow roots, newest first. Blocked ones are complete, because triage reads them upward. */
export async function listFlows(connection: Connection, { state, queue, q, cursor, limit }: FlowsQuery) {
  const heads = state === "blocked" ? null : await readHeads(connection, state, queue);
  const look = await lookForCulprits(connection);
  const { gathering, result } = look;
  const after = cursor === undefined ? null : parseCursor(cursor);
  const fits = matcherOf(q);
  const wanted = (heads === null ? blockedRoots(look) : withSeen(heads.roots, gathering)).filter(
    (root) =>
      (queue === undefined || root.ref.queue === queue) &&
      hasListState(root, state, result.causes.has(lastingJobKey(root.ref))) &&
      fits(root) &&
      (after === null || compare(after, placeOf(root)) < 0),
  );
  const page = takeFirst(wanted, limit, (one, other) => compare(placeOf(one), placeOf(other)));
  const last = page.at(-1);
  return {
    readAtMs: heads?.readAtMs ?? gathering.readAtMs,
    flows: (await readRows(connection, page, heads)).map((root) =>
      toListed(root, result.causes.get(jobKey(root.ref)) ?? null),
    ),
    cursor: last === undefined || wanted.length <= limit ? null : toCursor(placeOf(last)),
    truncated: heads?.truncated === true || gathering.truncated,
  };
}

function blockedRoots({ gathering, result }: CulpritLook): readonly JobReading[] {
  return seenRoots(gathering).filter(({ ref }) => result.causes.has(lastingJobKey(ref)));
}

/** The heads, and what triage saw besides. */
function withSeen(heads: readonly JobReading[], gathering: TriageGathering): readonly JobReading[] {
  const known = new Set(heads.map((root) => jobKey(root.ref)));
  return [...heads, ...seenRoots(gathering).filter(({ ref }) => !known.has(lastingJobKey(ref)))];
}

function seenRoots({ roots, forest }: TriageGathering): readonly JobReading[] {
  const waiting = (forest.waitingRoots ?? []).map(({ job }) => job);
  return [...waiting, ...roots.flatMap((ref) => forest.jobs.get(lastingJobKey(ref)) ?? [])];
}

/** Of roots that triage saw only what judging needs was read: those of a page are read whole. */
async function readRows({ reader }: Connection, page: readonly JobReading[], heads: FlowHeads | null) {
  const whole = new Set(heads?.roots);
  const light = page.filter((root) => !whole.has(root)).map(({ ref }) => ref);
  const read = new Map((await reader.readJobs(light)).map((job) => [jobKey(job.ref), job]));
  return page.map((root) => {
    const job = read.get(lastingJobKey(root.ref));
    // One that has gone meanwhile stays as it was seen.
    return job === undefined || job.state === "missing" ? root : { ...root, children: job.children };
  });
}

function readHeads(connection: Connection, state: keyof typeof collectionsOf, queue: string | undefined) {
  return connection.cache.read(`heads ${JSON.stringify([state, queue])}`, readCacheMs, async () => {
    const { reader, roots: memory, directory } = connection;
    const names = directory.queues().filter((name) => queue === undefined || name === queue);
    return readFlowHeads({ reader, memory, queues: await reader.readQueues(names), states: collectionsOf[state] });
  });
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

function matcherOf(q: string | undefined): (root: JobReading) => boolean {
  const words = (q ?? "")
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => word.replace(/^#/, ""));
  if (words.length === 0) return () => true;
  return ({ ref, name }) => {
    const text = `${name ?? ""} ${ref.id} ${ref.queue}`.toLowerCase();
    return words.every((word) => text.includes(word));
  };
}

function toListed(root: JobReading, cause: CauseId | null) {
  const { ref, name, state, createdAtMs, children } = root;
  return { root: { ...ref, name }, state, createdAtMs, children, blocked: cause !== null, cause };
}

type SortKey = { readonly createdAtMs: number; readonly key: string };

function placeOf({ ref, createdAtMs }: JobReading): SortKey & { readonly key: JobKey } {
  return { createdAtMs: createdAtMs ?? 0, key: lastingJobKey(ref) };
}

/** Newest first; jobs of the same instant by key, so that pages neither repeat nor skip one. */
function compare(a: SortKey, b: SortKey): number {
  if (a.createdAtMs !== b.createdAtMs) return b.createdAtMs - a.createdAtMs;
  return a.key === b.key ? 0 : a.key < b.key ? -1 : 1;
}

import "server-only";

import type { FlowReader, FlowReading } from "@/lib/core/flow-reader";
import type { JobRef } from "@/lib/core/job-ref";
import type { JobReading } from "@/lib/core/job-reading";
import type { QueueState } from "@/lib/core/job-state";
import { limits } from "@/lib/core/limits";
import type { QueueReading } from "@/lib/core/queue-reading";

import { mapBounded } from "../map-bounded";
import { Forest, isParent } from "./forest";
import type { ParentMemory } from "./parent-memory";

export type TriageGathering = {
  readonly readAtMs: number;
  /** The blocked flows as far as they were read: from candidates up to their roots, and pending children down. */
  readonly forest: FlowReading;
  readonly roots: readonly JobRef[];
  readonly queues: readonly QueueReading[];
  /** Parents in waiting-children that were looked at. */
  readonly parents: number;
  readonly truncated: boolean;
};

type Deps = {
  readonly reader: FlowReader;
  readonly memory: ParentMemory;
  readonly queues: readonly string[];
};

const levelsMax = 2_000;
const listsAtOnce = 20;
/** Lines of more queues are not looked through for parents that were released too early. */
const queuesInLineMax = 500;
const queuesAtOnce = 3;
const idsPerList = 1_000;

/**
 * Reads what triage judges, upward: active and failed jobs are few, children may be 100,000. From those it climbs to
 * the roots; of parents in waiting-children it reads a sample of the pending children besides.
 */
export async function gatherTriage({ reader, memory, queues: names }: Deps): Promise<TriageGathering> {
  const readAtMs = await reader.readClockMs();
  const queues = await reader.readQueues(names);
  const forest = new Forest();
  const listed = await listCandidates(reader, queues);
  const candidates = listed.problems.filter((ref) => !memory.hasNoParent(ref, readAtMs));
  const problems = await readSome(reader, candidates);
  const inFlows = problems.jobs.filter((job) => job.parent !== null || isParent(job));
  memory.note(
    problems.jobs.filter((job) => job.parent !== null || !isParent(job)),
    readAtMs,
  );
  forest.add(inFlows);
  const parents = await addWaitingParents(reader, forest, queues);
  const climbed = await climb(reader, forest);
  const descended = await descend(reader, forest);
  await dropThoseThatLeft(reader, forest);
  return {
    readAtMs,
    forest: forest.toReading(readAtMs),
    roots: forest.roots(),
    queues,
    parents: countWaitingParents(forest),
    truncated: listed.truncated || problems.truncated || !parents || !climbed || !descended,
  };
}

async function listCandidates(reader: FlowReader, queues: readonly QueueReading[]) {
  const wanted = queues.flatMap(({ queue, counts }) => [
    { queue, state: "active", count: counts.active, max: limits.activePerQueueMax } as const,
    { queue, state: "failed", count: counts.failed, max: limits.failedPerQueueMax } as const,
  ]);
  const lists = await mapBounded(
    wanted.filter(({ count }) => count > 0),
    listsAtOnce,
    async (list) => ({ ...list, ...(await listIds(reader, list)) }),
  );
  const inLine = queues.filter(({ counts }) => counts.waiting + counts.prioritized + counts.delayed > 0);
  const released = await reader.findReleasedParents(inLine.slice(0, queuesInLineMax).map(({ queue }) => queue));
  return {
    problems: [...lists.flatMap(({ refs }) => refs), ...released],
    truncated: lists.some(({ truncated }) => truncated),
  };
}

async function listIds(
  reader: FlowReader,
  { queue, state, max }: { readonly queue: string; readonly state: QueueState; readonly max: number },
): Promise<{ readonly refs: readonly JobRef[]; readonly truncated: boolean }> {
  const refs: JobRef[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<FlowReader["listJobs"]>> = await reader.listJobs(queue, {
      state,
      cursor,
      limit: idsPerList,
    });
    refs.push(...page.items);
    cursor = page.cursor;
  } while (cursor !== null && refs.length < max);
  return { refs: refs.slice(0, max), truncated: cursor !== null || refs.length > max };
}

async function readSome(
  reader: FlowReader,
  refs: readonly JobRef[],
): Promise<{ readonly jobs: readonly JobReading[]; readonly truncated: boolean }> {
  const jobs = await reader.readJobs(refs.slice(0, limits.triageJobsMax));
  return { jobs, truncated: refs.length > limits.triageJobsMax };
}

/**
 * Reads the parents in waiting-children with their few pending children, some queues at once, so that this process and
 * Redis work side by side; `false` when a bound ended it.
 */
async function addWaitingParents(
  reader: FlowReader,
  forest: Forest,
  queues: readonly QueueReading[],
): Promise<boolean> {
  let isWhole = true;
  const unread: JobRef[] = [];
  const room = () => Math.max(0, limits.triageJobsMax - forest.size - unread.length);
  const read = (queue: string, jobsMax: number) =>
    reader.readWaitingParents(queue, {
      parentsMax: limits.waitingParentsPerQueueMax,
      pendingMax: limits.pendingSampleMax,
      jobsMax,
    });
  const waiting = queues.filter(({ counts }) => counts["waiting-children"] > 0);
  for (let start = 0; start < waiting.length; start += queuesAtOnce) {
    const some = waiting.slice(start, start + queuesAtOnce);
    const share = Math.floor(room() / some.length);
    const answers = await Promise.all(some.map(({ queue }) => read(queue, share)));
    for (const [index, { queue, counts }] of some.entries()) {
      let found = answers[index];
      // Its share was too small, and others may have left theirs.
      if (found?.truncated === true && counts["waiting-children"] <= limits.waitingParentsPerQueueMax && room() > share)
        found = await read(queue, room());
      if (found === undefined) continue;
      isWhole &&= !found.truncated;
      for (const ref of found.unread) unread.push(ref);
      for (const root of found.roots) forest.addWaitingRoot(root);
      forest.add(found.jobs.filter(({ ref }) => !forest.has(ref)));
      for (const { parent, children } of found.edges) forest.addPending(parent, children);
    }
  }
  const whole = await readSome(
    reader,
    unread.filter((ref) => !forest.has(ref)),
  );
  forest.add(whole.jobs);
  return isWhole && !whole.truncated;
}

/** Reads parents level by level until every tree has its root; `false` when a bound ended it. */
async function climb(reader: FlowReader, forest: Forest): Promise<boolean> {
  for (let level = 0; level < levelsMax; level += 1) {
    const missing = forest.parentsToRead();
    if (missing.length === 0) return true;
    if (forest.size + missing.length > limits.triageJobsMax) return false;
    forest.add(await reader.readJobs(missing));
  }
  return false;
}

/**
 * Reads pending children of the parents, level by level: all of them where they are few, a sample where they are many
 * (those at work or failed were found from below). `false` when a bound ended it.
 */
async function descend(reader: FlowReader, forest: Forest): Promise<boolean> {
  const looked = new Set<JobReading>();
  for (let level = 0; level < levelsMax; level += 1) {
    const parents = forest.parentsLackingChildren().filter((job) => !looked.has(job));
    if (parents.length === 0) return true;
    for (const parent of parents) looked.add(parent);
    const edges = await mapBounded(parents, listsAtOnce, async ({ ref, children }) => {
      const { items, cursor } = await reader.listChildren(ref, {
        cursor: null,
        limit: childrenToAsk(children),
      });
      if (cursor === null) forest.noteWhole(ref);
      return items
        .filter(({ bucket }) => bucket === "unprocessed" || bucket === "failed")
        .map((edge) => ({ parent: ref, edge }));
    });
    const fresh = edges.flat().filter(({ edge }) => !forest.has(edge.ref));
    for (const { parent, edge } of edges.flat()) forest.addEdge(parent, edge);
    if (forest.size + fresh.length > limits.triageJobsMax) return false;
    forest.add(await reader.readJobs(fresh.map(({ edge }) => edge.ref)));
  }
  return false;
}

/** Takes out pending children that ended while everything was read. */
async function dropThoseThatLeft(reader: FlowReader, forest: Forest): Promise<void> {
  const doubtful = forest.doubtfulEdges();
  const answers = await reader.stillPending(doubtful);
  for (const [index, edge] of doubtful.entries()) if (answers[index] === false) forest.removeEdge(edge);
}

/** The page begins with failed and ignored children, which triage has seen already. */
function childrenToAsk({ failed, ignored }: JobReading["children"]): number {
  return Math.min(limits.pageMax, limits.pendingSampleMax + failed + ignored);
}

function countWaitingParents(forest: Forest): number {
  let count = forest.waitingRoots().length;
  for (const job of forest.jobs()) if (job.state === "waiting-children") count += 1;
  return count;
}

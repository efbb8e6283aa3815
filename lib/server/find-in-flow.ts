import "server-only";

import type { FindQuery } from "@/lib/contract/query-schemas";
import { problemRank } from "@/lib/core/flow-buckets";
import { parentMap } from "@/lib/core/flow-chain";
import type { WalkedJob } from "@/lib/core/flow-reader";
import type { FlowView } from "@/lib/core/flow-view";
import { readJobFilter } from "@/lib/core/job-filter";
import type { JobFilter } from "@/lib/core/job-filter";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, JobRef } from "@/lib/core/job-ref";
import { limits } from "@/lib/core/limits";

import { AppError } from "./app-error";
import type { Connection } from "./connection";
import { FlowSearch } from "./flow-search";
import type { FlowMatch } from "./flow-search";
import { getFlowView } from "./get-flow-view";
import { readOffset } from "./page-cursor";
import { whileWanted } from "./while-wanted";

/** So long pages of one search follow each other, and repeated questions share it. */
const keptMs = 10_000;

/**
 * A page of a flow's jobs that match a filter, folded and unread ones too: problems first. The flow is read as often as
 * it is searched, up to `limits.findJobsMax` jobs; payloads only for `data.*`. What was left out is told by `truncated`.
 * A search that nobody waits for any more ends. Throws `invalid-request` for an empty filter and a foreign cursor.
 */
export async function findInFlow(
  connection: Connection,
  job: JobRef,
  { q, cursor, limit }: FindQuery,
  signal: AbortSignal,
) {
  const filter = readJobFilter(q);
  if (filter === null)
    throw new AppError("invalid-request", [{ path: "query.q", message: "It names nothing to find." }]);
  const start = readOffset(cursor);
  const view = await getFlowView(connection, job, {});
  const key = `find ${JSON.stringify([view.root.queue, view.root.id, q])}`;
  const search = await whileWanted(connection.cache, key, signal, (isWanted) =>
    connection.cache.read(key, keptMs, () => searchFlow(connection, view, filter, isWanted)),
  );
  const matches = search.matches.slice(start, start + limit);
  const end = start + matches.length;
  return {
    readAtMs: search.readAtMs,
    root: view.root,
    matches: matches.map((match) => toListed(match, search.parents)),
    total: search.total,
    searched: search.searched,
    truncated: search.truncated,
    readsData: filter.data.length > 0,
    cursor: matches.length > 0 && end < search.matches.length ? String(end) : null,
  };
}

async function searchFlow(connection: Connection, view: FlowView, filter: JobFilter, isWanted: () => boolean) {
  const causes = new Map(view.diagnosis.culprits.map((culprit) => [jobKey(culprit.job), culprit.cause]));
  const search = new FlowSearch({ connection, filter, causes });
  for await (const jobs of jobsOf(connection, view)) {
    // Nobody hears of this one: who asked has gone.
    if (!isWanted()) throw new AppError("rate-limited");
    await search.take(jobs);
    if (search.isOver()) break;
  }
  const matches = search.matches.toSorted((a, b) => rankOf(a) - rankOf(b));
  return { ...search.sums(), matches, parents: search.parents };
}

/** A flow that can be read whole is, which a long chain needs; a larger one is walked through. */
async function* jobsOf({ reader }: Connection, { root, total }: FlowView): AsyncGenerator<readonly WalkedJob[]> {
  const flow = total <= limits.flowJobsMax ? await reader.readFlow(root) : null;
  if (flow === null || !flow.exact) {
    yield* reader.walkJobs(root);
    return;
  }
  const parents = parentMap(flow);
  yield [...flow.jobs].map(([key, job]) => ({ job, parent: flow.jobs.get(parents.get(key) ?? key)?.ref ?? null }));
}

function rankOf({ node }: FlowMatch): number {
  return problemRank(node) ?? Number.MAX_SAFE_INTEGER;
}

/** The way from the root, the job itself last; of a longer one than is named, the root and the nearest ones. */
function toListed({ node, parent }: FlowMatch, parents: ReadonlyMap<JobKey, JobRef>) {
  const self = { queue: node.job.queue, id: node.job.id };
  const upward: JobRef[] = [self];
  let at = parent;
  let depth = 0;
  let top: JobRef = self;
  while (at !== null && jobKey(at) !== jobKey(top) && depth < limits.depthMax) {
    top = at;
    depth += 1;
    if (upward.length < limits.findPathMax) upward.push(at);
    at = parents.get(jobKey(at)) ?? null;
  }
  const path = depth < upward.length ? upward : [...upward.slice(0, -1), top];
  return { job: node.job, state: node.state, verdict: node.verdict, depth, path: path.toReversed() };
}

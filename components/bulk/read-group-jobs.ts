import { fetchJson } from "@/lib/client/fetch-json";
import { apiFlowPath } from "@/lib/client/links";
import { bucketOf } from "@/lib/core/flow-buckets";
import type { FlowGroup } from "@/lib/core/flow-view";
import type { NamedJob } from "@/lib/core/job-ref";
import { states } from "@/lib/core/job-state";

/** Of one bulk action. */
const jobsMax = 10_000;
const perPage = 200;

/** All jobs of a folded group, from the children's own address; `isWhole` is false where there are more than are acted on at once. */
export async function readGroupJobs(
  conn: string,
  group: FlowGroup,
): Promise<{ readonly jobs: readonly NamedJob[]; readonly isWhole: boolean }> {
  const jobs: NamedJob[] = [];
  const state = states.find((one) => one === group.bucket);
  let cursor: string | null = null;
  do {
    const query = { state, cursor: cursor ?? undefined, limit: String(perPage) };
    const path: string = apiFlowPath(conn, group.parent, "children", query);
    const page: Awaited<ReturnType<typeof fetchJson<"childrenPage">>> = await fetchJson(path, "childrenPage");
    for (const node of page.children) {
      const isNamed = group.name === null || (node.job.name === group.name && node.job.queue === group.queue);
      if (isNamed && bucketOf(node) === group.bucket) jobs.push(node.job);
    }
    ({ cursor } = page);
  } while (cursor !== null && jobs.length < jobsMax);
  return { jobs: jobs.slice(0, jobsMax), isWhole: cursor === null && jobs.length <= jobsMax };
}

import { ApiError, fetchJson } from "@/lib/client/fetch-json";
import { apiJobPath } from "@/lib/client/links";
import { fileNameOf, saveFile } from "@/lib/client/save-file";
import type { ShownFlow } from "@/lib/client/shown-flow";
import { tell } from "@/lib/client/tell";
import type { JobData } from "@/lib/contract/job-schemas";
import { countOf } from "@/lib/core/job-label";
import type { NamedJob } from "@/lib/core/job-ref";
import { maskSecrets } from "@/lib/core/mask-secrets";
import { freezeView } from "@/lib/core/snapshot";

/** Jobs whose data is asked for at once. */
const atOnce = 6;

/**
 * Saves the flow as it is on screen as JSON: its view as the API tells it, folded jobs as groups, without what jobs'
 * own code wrote. `withData` adds the data and return values of the single jobs; what sounds like a secret is masked.
 */
export async function saveJson({ conn, view, scope }: ShownFlow, withData: boolean): Promise<void> {
  const jobs = view.nodes.map(({ job }) => job);
  const payloads = withData ? await readPayloads(conn, jobs) : null;
  const file = {
    ...{ format: "flowlock-flow", version: 1, connection: conn, scope },
    view: withData ? view : freezeView(view),
    ...(payloads === null ? {} : { payloads }),
  };
  const name = fileNameOf(["flow", view.root.id, new Date(view.readAtMs).toISOString().slice(0, 19)], "json");
  saveFile([JSON.stringify(file, null, 2)], "application/json", name);
  const what = withData ? `${countOf(jobs.length, "job")} with data` : `${countOf(jobs.length, "job")}, no data`;
  tell({ kind: "done", text: `Saved ${what}.` });
}

type Kept =
  | { readonly job: NamedJob; readonly data: unknown; readonly returnValue: unknown }
  | { readonly job: NamedJob; readonly notRead: "gone" };

async function readPayloads(conn: string, jobs: readonly NamedJob[]): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  for (let start = 0; start < jobs.length; start += atOnce)
    kept.push(...(await Promise.all(jobs.slice(start, start + atOnce).map((job) => readPayload(conn, job)))));
  return kept;
}

/** A job that is gone meanwhile is told without its data; where data can't be read at all nothing is saved, and why is told. */
async function readPayload(conn: string, job: NamedJob): Promise<Kept> {
  try {
    const { data, returnValue } = await fetchJson(apiJobPath(conn, job, "data"), "jobData");
    return { job, data: toValue(data), returnValue: toValue(returnValue) };
  } catch (error) {
    if (error instanceof ApiError && error.code === "job-not-found") return { job, notRead: "gone" };
    throw error;
  }
}

function toValue({ json, raw, truncated }: JobData["data"]): unknown {
  if (truncated) return { notRead: "too large" };
  return json === null ? raw : maskSecrets(json);
}

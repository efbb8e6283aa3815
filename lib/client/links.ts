import type { JobRef } from "@/lib/core/job-ref";
import type { Scope } from "@/lib/core/flow-view";

export type FlowPanel = "why" | "details" | "data" | "logs" | "history";

export type FlowLinkOptions = {
  readonly sel?: JobRef;
  readonly panel?: FlowPanel;
  readonly scope?: Scope;
};

type Query = { readonly [name: string]: string | undefined };

const connPath = (conn: string): string => `/c/${encodeURIComponent(conn)}`;

export const triageHref = (conn: string): string => connPath(conn);
export const flowsHref = (conn: string, query: Query = {}): string => withQuery(`${connPath(conn)}/flows`, query);
export const locksHref = (conn: string): string => `${connPath(conn)}/locks`;
export const queuesHref = (conn: string): string => `${connPath(conn)}/queues`;
export const queueHref = (conn: string, queue: string): string => `${queuesHref(conn)}/${encodeURIComponent(queue)}`;
export const workersHref = (conn: string): string => `${connPath(conn)}/workers`;
export const workerHref = (conn: string, id: string): string => `${workersHref(conn)}/${encodeURIComponent(id)}`;
export const activityHref = (conn: string): string => `${connPath(conn)}/activity`;
export const operationHref = (conn: string, id: string): string => `${connPath(conn)}/ops/${encodeURIComponent(id)}`;
export const snapshotHref = (conn: string, id: string): string => `${connPath(conn)}/s/${encodeURIComponent(id)}`;
export const settingsHref = (conn: string): string => `${connPath(conn)}/settings`;

/** A flow's page, named by its root; `sel` is the job that stands out in it. */
export function flowHref(conn: string, root: JobRef, { sel, panel, scope }: FlowLinkOptions = {}): string {
  return withQuery(
    ...jobAddress(`${connPath(conn)}/flows`, root, {
      sel: sel === undefined ? undefined : writeSel(sel),
      panel,
      scope,
    }),
  );
}

/** The permalink of any job: it leads to the job's flow. */
export function jobHref(conn: string, job: JobRef): string {
  return withQuery(...jobAddress(`${connPath(conn)}/j`, job, {}));
}

/** A call on one job, such as `data` or `diagnosis`; `""` is the job itself. */
export function apiJobPath(
  conn: string,
  job: JobRef,
  part: "" | "data" | "logs" | "history" | "diagnosis" = "",
  query: Query = {},
): string {
  return apiPath(`/api${connPath(conn)}/jobs`, job, part, query);
}

/** A call on the flow of a job; `""` is the flow's view. */
export function apiFlowPath(conn: string, job: JobRef, part: "" | "children" | "find" = "", query: Query = {}): string {
  return apiPath(`/api${connPath(conn)}/flows`, job, part, query);
}

/** A call on a whole connection, such as `triage`. */
export function apiPathOf(conn: string, part: string, query: Query = {}): string {
  return withQuery(`/api${connPath(conn)}/${part}`, query);
}

/** The value of `sel`: queue and id, each encoded, so that slashes in them stay apart. */
export function writeSel({ queue, id }: JobRef): string {
  return `${encodeURIComponent(queue)}/${encodeURIComponent(id)}`;
}

/** The job of a `sel` value; `null` for anything that names none. */
export function readSel(sel: string | null): JobRef | null {
  const slash = sel === null ? -1 : sel.indexOf("/");
  if (sel === null || slash <= 0) return null;
  const queue = decodeOrNull(sel.slice(0, slash));
  const id = decodeOrNull(sel.slice(slash + 1));
  return queue === null || id === null ? null : { queue, id };
}

/** A page's route parameter as it was before it was put in the path; text that is no valid encoding stays as it is. */
export function decodePageParam(param: string): string {
  return decodeOrNull(param) ?? param;
}

/** The job id of a page's address: the route parameter, or the query's `job` where the id can't be a path segment. */
export function readJobParam(param: string, query: string | readonly string[] | undefined): string {
  const id = decodePageParam(param);
  return id === "_" && typeof query === "string" ? query : id;
}

function decodeOrNull(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Ids that can't be a path segment go as `/_?job=`: browsers drop `.` and `..`, and an empty segment is none. */
function jobAddress(base: string, { queue, id }: JobRef, query: Query): readonly [path: string, query: Query] {
  const odd = id === "" || id === "." || id === ".." || id === "_";
  const start = `${base}/${encodeURIComponent(queue)}`;
  return odd ? [`${start}/_`, { job: id, ...query }] : [`${start}/${encodeURIComponent(id)}`, query];
}

function apiPath(base: string, job: JobRef, part: string, query: Query): string {
  const [path, full] = jobAddress(base, job, query);
  return withQuery(part === "" ? path : `${path}/${part}`, full);
}

function withQuery(path: string, query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, value);
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

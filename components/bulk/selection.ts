import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, NamedJob } from "@/lib/core/job-ref";
import type { PreviewRequest } from "@/lib/contract/action-requests";

export type JobFilter = NonNullable<PreviewRequest["filter"]>;

/** Everything that matches what the list shows, whether it is on screen or not. */
export type AllMatching = {
  readonly filter: JobFilter;
  readonly total: number;
  /** Where the list shows more than what matches: what these are called, and the rows that do. */
  readonly part?: { readonly title: string; readonly rows: readonly NamedJob[] };
};

export type Selection = {
  /** Rows have checkboxes. */
  readonly isOn: boolean;
  readonly jobs: ReadonlyMap<JobKey, NamedJob>;
  /** Where a range starts. */
  readonly anchor: JobKey | null;
  readonly all: AllMatching | null;
};

export const nothing: Selection = { isOn: false, jobs: new Map(), anchor: null, all: null };

/** Selects a job, or no more; one that is not selected by name ends "all that match". */
export function toggle(selection: Selection, job: NamedJob): Selection {
  const key = jobKey(job);
  const jobs = new Map(selection.jobs);
  if (!jobs.delete(key)) jobs.set(key, job);
  return { isOn: true, jobs, anchor: key, all: null };
}

/** Selects everything that matches; of a list's part its rows are ticked. */
export function selectAll(selection: Selection, all: AllMatching): Selection {
  const rows = all.part?.rows;
  return { ...selection, isOn: true, all, ...(rows === undefined ? {} : { jobs: byKey(rows) }) };
}

/** Whether a row is ticked. */
export function isChosen({ jobs, all }: Selection, job: NamedJob): boolean {
  return (all !== null && all.part === undefined) || jobs.has(jobKey(job));
}

/** Selects everything from where the last one was selected to this job, in the order of the rows. */
export function selectRange(selection: Selection, rows: readonly NamedJob[], to: NamedJob): Selection {
  const keys = rows.map((row) => jobKey(row));
  const ends = [selection.anchor === null ? -1 : keys.indexOf(selection.anchor), keys.indexOf(jobKey(to))];
  if (ends.includes(-1)) return toggle(selection, to);
  const range = rows.slice(Math.min(...ends), Math.max(...ends) + 1);
  return { ...add(selection, range), anchor: selection.anchor };
}

/** Selects all of these, or none of them where all were selected. */
export function toggleAll(selection: Selection, rows: readonly NamedJob[]): Selection {
  if (!hasAll(selection, rows)) return { ...add(selection, rows), anchor: lastOf(rows) ?? selection.anchor };
  const jobs = new Map(selection.jobs);
  for (const row of rows) jobs.delete(jobKey(row));
  return { isOn: true, jobs, anchor: lastOf(rows) ?? selection.anchor, all: null };
}

export function hasAll(selection: Selection, rows: readonly NamedJob[]): boolean {
  return rows.length > 0 && rows.every((row) => isChosen(selection, row));
}

export function countSelected({ jobs, all }: Selection): number {
  return all?.total ?? jobs.size;
}

function add(selection: Selection, rows: readonly NamedJob[]): Selection {
  return { ...selection, isOn: true, jobs: new Map([...selection.jobs, ...byKey(rows)]), all: null };
}

function byKey(rows: readonly NamedJob[]): ReadonlyMap<JobKey, NamedJob> {
  return new Map(rows.map((row) => [jobKey(row), row]));
}

function lastOf(rows: readonly NamedJob[]): JobKey | null {
  const last = rows.at(-1);
  return last === undefined ? null : jobKey(last);
}

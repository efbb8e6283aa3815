import { asksForSecrets, readJobFilter } from "@/lib/core/job-filter";
import { countOf } from "@/lib/core/job-label";

import type { Find } from "./use-find";

/** How far a search is: `3 of 17`, `17 jobs match`, or why there is nothing. `at`: the place of the selected match. */
export function findWords(find: Find, { at, jobs }: { readonly at: number | null; readonly jobs: number }): string {
  switch (find.kind) {
    case "idle":
      return "";
    case "searching":
      return `Searching ${countOf(jobs, "job")}…`;
    case "failed":
      return "The search failed.";
    case "found": {
      if (find.total === 0) return find.truncated ? `0 matches in ${countOf(find.searched, "job")}` : "0 matches";
      const total = find.total.toLocaleString("en-US");
      if (at !== null) return `${(at + 1).toLocaleString("en-US")} of ${total}${find.truncated ? " and more" : ""}`;
      return `${countOf(find.total, "job")} ${find.total === 1 ? "matches" : "match"}`;
    }
  }
}

/** What to know of a search besides its count; `null`: nothing. */
export function findNote(find: Find, query: string): string | null {
  const filter = readJobFilter(query);
  if (filter === null) return null;
  if (asksForSecrets(filter)) return "Fields that may hold secrets are not searched.";
  if (filter.data.length > 0 && find.kind !== "found") return "Slow: reads job data";
  if (find.kind !== "found" || !find.truncated) return filter.data.length > 0 ? "Slow: reads job data" : null;
  if (find.total > find.matches.length && find.readMore === null)
    return `The first ${find.matches.length.toLocaleString("en-US")} are listed.`;
  return `Only ${countOf(find.searched, "job")} were looked at. Add a name or a state.`;
}

/** The place of the next match; from where none is selected, the first one, or backward the last. */
export function nextMatch(at: number | null, step: 1 | -1, count: number): number {
  if (at === null) return step === 1 ? 0 : count - 1;
  return (at + step + count) % count;
}

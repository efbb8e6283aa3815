import type { FlowGroup } from "@/lib/core/flow-view";
import { countOf } from "@/lib/core/job-label";

/** What a fold hides beyond its own kind; `null`: nothing. */
export function insideWords({ inside, leadsTo }: FlowGroup): string | null {
  const problems = inside.problems === 0 ? null : `${countOf(inside.problems, "problem")} inside`;
  if (problems !== null) return problems;
  if (leadsTo !== null) return "one below the other";
  return inside.jobs === 0 ? null : `${countOf(inside.jobs, "job")} below`;
}

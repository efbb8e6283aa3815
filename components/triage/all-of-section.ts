import type { AllMatching } from "@/components/bulk/selection";
import { severityLooks } from "@/components/ui/state-looks";
import type { Triage } from "@/lib/contract/flow-schemas";
import type { Severity } from "@/lib/core/cause";
import { jobKey } from "@/lib/core/job-ref";
import type { JobKey, NamedJob } from "@/lib/core/job-ref";

type Section = { readonly severity: Severity; readonly jobs: readonly NamedJob[] };

/** Everything of the section that the last selected row stands in, or of the only one whose rows are jobs. */
export function allOfSection(
  { sections }: Pick<Triage, "sections">,
  shown: readonly Section[],
  anchor: JobKey | null,
): AllMatching | null {
  const withJobs = shown.filter(({ jobs }) => jobs.length > 0);
  const chosen =
    withJobs.length === 1 ? withJobs[0] : withJobs.find(({ jobs }) => jobs.some((job) => jobKey(job) === anchor));
  if (chosen === undefined) return null;
  const { severity, jobs } = chosen;
  const total = sections.find((section) => section.severity === severity)?.jobs ?? 0;
  return { filter: { severity }, total, part: { title: severityLooks[severity].word, rows: jobs } };
}

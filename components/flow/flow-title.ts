import type { Health } from "@/lib/contract/health-schema";
import type { FlowView } from "@/lib/core/flow-view";
import { jobLabel } from "@/lib/core/job-label";
import { sameJob } from "@/lib/core/job-ref";

const environmentWords = {
  production: "prod",
  staging: "staging",
  development: "dev",
} as const satisfies Record<NonNullable<Health["environment"]>, string>;

/** The tab's title: what blocks the flow, which flow it is, and where it runs. No job data is part of it. */
export function flowTitle(
  { diagnosis, nodes, root }: FlowView,
  environment: Health["environment"],
  conn: string,
): string {
  const flow = jobLabel(nodes.find(({ job }) => sameJob(job, root))?.job ?? { id: root.id, name: null });
  const where = environment !== null ? environmentWords[environment] : conn === "default" ? "Flowlock" : conn;
  const culprit = diagnosis.blocked ? diagnosis.culprits[0] : undefined;
  return culprit === undefined ? `${flow} — ${where}` : `⚠ ${jobLabel(culprit.job)} — ${flow} — ${where}`;
}

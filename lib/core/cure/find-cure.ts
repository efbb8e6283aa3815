import type { Culprit } from "../diagnosis";
import type { FlowNode, FlowView } from "../flow-view";
import { sameJob } from "../job-ref";
import type { JobRef } from "../job-ref";
import { cureCode } from "./cure-code";
import { cureLimits } from "./cure-limits";
import { docLinks } from "./doc-links";
import type { DocLink } from "./doc-links";
import { rankRootCauses } from "./rank-root-causes";
import type { CureReading, RootCause } from "./root-cause";

export type Cure = {
  /** In the order of what the evidence supports. */
  readonly causes: readonly RootCause[];
  /** TypeScript for this very queue and job name. */
  readonly code: string;
  readonly links: readonly DocLink[];
};

/** What may lie behind a culprit and what mends it; `null` where no code is at fault. */
export function findCure(culprit: Culprit, view: FlowView, queue: CureReading["queue"]): Cure | null {
  const node = nodeOf(view, culprit.job);
  const causes = rankRootCauses({ culprit, stalls: node?.stalls ?? 0, readAtMs: view.readAtMs, queue });
  if (causes.length === 0) return null;
  const code = cureCode({
    queue: culprit.job.queue,
    jobName: culprit.job.name ?? "",
    policy: node?.policy ?? "none",
    parent: parentOf(culprit, node, view),
    limits: cureLimits(culprit.lock?.usualMs ?? null),
  });
  const { timeouts, cancelling, stalled, concurrency, failParent } = docLinks;
  return { causes, code, links: [timeouts, cancelling, stalled, concurrency, failParent] };
}

/** The culprit's own parent, where its name was read: a job that keeps another's slot stands behind a child that is not its own. */
function parentOf({ chain }: Culprit, node: FlowNode | null, view: FlowView) {
  const ref = node?.parent ?? null;
  if (ref === null) return null;
  const name = nodeOf(view, ref)?.job.name ?? chain.find((link) => sameJob(link, ref))?.name ?? null;
  return name === null ? null : { queue: ref.queue, name };
}

function nodeOf(view: FlowView, job: JobRef): FlowNode | null {
  return view.nodes.find((node) => sameJob(node.job, job)) ?? null;
}

import type { Effect, Outcome } from "./action";
import { buildOutcome } from "./build-outcome";
import type { OutcomeInput } from "./build-outcome";
import { jobKey } from "./job-ref";
import type { JobKey } from "./job-ref";
import type { JobReading } from "./job-reading";

/**
 * What an action would do to many jobs, one after the other: where several share a parent, each is announced on what the
 * ones before it have made of that parent, so that the last one says that it starts.
 */
export function buildOutcomesInTurn(inputs: readonly OutcomeInput[]): readonly Outcome[] {
  const world = new Map<JobKey, JobReading>();
  return inputs.map((input) => {
    const ancestors = input.ancestors.map((job) => world.get(jobKey(job.ref)) ?? job);
    const outcome = buildOutcome({ ...input, ancestors });
    if (outcome.allowed) for (const job of changedBy({ ...input, ancestors }, outcome)) world.set(jobKey(job.ref), job);
    return outcome;
  });
}

function changedBy(input: OutcomeInput, outcome: Outcome): readonly JobReading[] {
  const effects = new Map<JobKey, Effect>(outcome.effects.map((effect) => [jobKey(effect.job), effect]));
  const changed: JobReading[] = [];
  let leaves = leavesParent(input);
  for (const parent of input.ancestors) {
    const effect = effects.get(jobKey(parent.ref));
    if (effect === undefined && !leaves) break;
    const unprocessed = Math.max(0, parent.children.unprocessed - (leaves ? 1 : 0));
    const state = effect === undefined ? parent.state : (effect.to ?? "missing");
    changed.push({ ...parent, state, children: { ...parent.children, unprocessed } });
    leaves = (effect?.to === "failed" || effect?.to === null) && leavesWhenFailed(parent);
  }
  return changed;
}

/** Whether the job is not among its parent's `:dependencies` any more afterwards. */
function leavesParent({ action, target, pendingAtParent }: OutcomeInput): boolean {
  if (pendingAtParent === false) return false;
  if (action === "detach" || action === "remove") return true;
  return action === "fail" && leavesWhenFailed(target);
}

function leavesWhenFailed({ parent, removeOnFail }: JobReading): boolean {
  return removeOnFail || (parent !== null && parent.policy !== "none");
}

import type { Effect, Outcome, OutcomeTotals } from "./action";
import { jobKey, sameJob } from "./job-ref";

/** Counts over all outcomes that are allowed, each parent once; refused ones change nothing. */
export function sumOutcomes(outcomes: readonly Outcome[]): OutcomeTotals {
  const allowed = outcomes.filter((outcome) => outcome.allowed);
  const parents = new Map<string, Effect>();
  const failingRoots = new Set<string>();
  for (const { job, effects, warnings } of allowed) {
    const upward = effects.filter((effect) => !sameJob(effect.job, job));
    for (const effect of upward) parents.set(jobKey(effect.job), worse(parents.get(jobKey(effect.job)), effect));
    const last = upward.at(-1);
    if (last !== undefined && warnings.includes("root-fails")) failingRoots.add(jobKey(last.job));
  }
  const fates = [...parents.values()];
  return {
    jobs: outcomes.length,
    allowed: allowed.length,
    parentsStart: fates.filter(starts).length,
    parentsStayBlocked: fates.filter(({ to }) => to === "waiting-children").length,
    parentsFail: fates.filter(fails).length,
    rootsFail: failingRoots.size,
  };
}

/** Of two children's effects on one parent the stronger counts: to fail it, then to start it. */
function worse(known: Effect | undefined, effect: Effect): Effect {
  if (known === undefined) return effect;
  if (fails(known) || fails(effect)) return fails(known) ? known : effect;
  return starts(known) ? known : effect;
}

function fails({ to }: Effect): boolean {
  return to === "failed" || to === null;
}

function starts({ to }: Effect): boolean {
  return to === "waiting" || to === "prioritized" || to === "delayed";
}
